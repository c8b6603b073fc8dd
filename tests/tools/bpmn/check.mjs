// Usage: node check.mjs FILE
//
// Reads a BPMN file by the schema that bpmn-moddle carries; prints, as JSON, what it objects to and
// how many elements have a shape or an edge.
import { readFileSync } from 'node:fs';
import { BpmnModdle } from 'bpmn-moddle';

const moddle = new BpmnModdle();
const { rootElement, warnings } = await moddle.fromXML(readFileSync(process.argv[2], 'utf8'));
const drawn = rootElement.diagrams[0].plane.planeElement;
const flow = rootElement.rootElements.flatMap((root) => root.flowElements ?? []);
const unknown = flow.filter((element) => Object.keys(element.$attrs).length > 0);
console.log(JSON.stringify({
  warnings: warnings.map((warning) => warning.message),
  unknownAttributes: unknown.map((element) => element.id),
  undrawn: flow.filter((element) => !drawn.some((shape) => shape.bpmnElement === element)).length,
  shapes: drawn.filter((shape) => shape.$type === 'bpmndi:BPMNShape').length,
  edges: drawn.filter((shape) => shape.$type === 'bpmndi:BPMNEdge').length,
}));
