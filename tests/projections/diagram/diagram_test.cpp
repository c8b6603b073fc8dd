// The chart of a procedure, and what is written of it as SVG and as BPMN.

#include <gmock/gmock.h>

#include "projections/diagram/bpmn.hpp"
#include "projections/diagram/svg.hpp"
#include "projections/diagram/text_box.hpp"
#include "projections/diagram/xml.hpp"
#include "tests/support/definitions.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;
using testing::Not;
using Kind = ChartNode::Kind;

std::string svg_of(const Definition& definition, Language language = Language::en,
                   const ChartMarks& marks = {}) {
  const Chart chart = make_chart(definition, language, marks);
  return to_svg(chart, lay_out(chart, svg_look).value());
}

std::string bpmn_of(const Definition& definition, Language language = Language::en,
                    const ChartMarks& marks = {}) {
  const Chart chart = make_chart(definition, language, marks);
  return to_bpmn(chart, lay_out(chart, bpmn_look).value());
}

std::string has_id(const std::string& id) {
  return " id=\"" + id + "\"";
}

/// Whether an edge leads from the first to the second, by way of choices alone.
bool leads(const ChartTrack& track, const std::string& from, const std::string& to) {
  for (const ChartEdge& edge : track.edges) {
    if (track.nodes[edge.from].id != from) continue;
    const ChartNode& next = track.nodes[edge.to];
    if (next.id == to) return true;
    if (next.kind == Kind::choice && !edge.otherwise && leads(track, next.id, to)) return true;
  }
  return false;
}

const ChartTrack& track_of(const Chart& chart, const std::string& id) {
  for (const ChartTrack& track : chart.tracks)
    if (track.id == id) return track;
  throw std::runtime_error("no track " + id);
}

TEST(Diagram, HasEveryStateOfTheShippedProcedureInBothFormats) {
  const std::string svg = svg_of(*clusters()), bpmn = bpmn_of(*clusters());
  for (const Track& track : clusters()->procedure.tracks) {
    for (const auto& [state, label] : track.states) {
      EXPECT_THAT(svg, HasSubstr(has_id(track.name + "_state_" + state)));
      EXPECT_THAT(bpmn, HasSubstr(has_id(track.name + "_state_" + state)));
      EXPECT_THAT(bpmn, HasSubstr(attribute("name", label.en)));
    }
  }
}

TEST(Diagram, LeadsByEveryMoveOfTheShippedProcedureToItsState) {
  const Procedure& procedure = clusters()->procedure;
  const Chart chart = make_chart(*clusters(), Language::nl);
  const std::string svg = svg_of(*clusters()), bpmn = bpmn_of(*clusters());
  std::size_t moves = 0;
  for (const Track& track : procedure.tracks) {
    for (const Move& move : track.moves) {
      for (const Action& action : procedure.actions) {
        for (const Made& made : action.events) {
          if (made.event != move.on) continue;
          const std::string step = track.name + "_action_" + action.id.text;
          EXPECT_TRUE(leads(track_of(chart, track.name), step, track.name + "_state_" + move.to))
              << step;
          EXPECT_THAT(svg, HasSubstr(has_id(step)));
          EXPECT_THAT(bpmn, HasSubstr("<bpmn:userTask" + has_id(step)));
          ++moves;
        }
      }
    }
  }
  EXPECT_GT(moves, 30U);
}

TEST(Diagram, LetsAnActionLeaveTheStatesThatItNamesAndNoOthers) {
  const Chart chart = make_chart(*clusters(), Language::nl);
  const ChartTrack& decision = track_of(chart, "decision");
  const std::string step = "decision_action_withdrawStartPermission";
  EXPECT_TRUE(leads(decision, "decision_state_startAllowed", step));
  for (const char* other : {"orienting", "withSwv", "granted", "refused", "withdrawn"})
    EXPECT_FALSE(leads(decision, std::string("decision_state_") + other, step)) << other;
}

TEST(Diagram, EndsWhereTheCaseIsClosed) {
  const Chart chart = make_chart(*clusters(), Language::nl);
  std::vector<std::string> ends;
  for (const ChartTrack& track : chart.tracks)
    for (const ChartNode& node : track.nodes)
      if (node.kind == Kind::end) ends.push_back(node.id);
  EXPECT_THAT(ends, testing::ElementsAre("decision_state_withdrawn", "dossier_state_archived"));
}

TEST(Diagram, SaysWhatFollowsByItself) {
  const std::string bpmn = bpmn_of(*clusters());
  EXPECT_THAT(bpmn, HasSubstr(has_id("planConsent_event_1_ClusterPlanConsentLapsed")));
  EXPECT_THAT(bpmn, HasSubstr("<bpmn:conditionalEventDefinition"));
}

TEST(Diagram, SaysWhoMayDoAnActionAndWhichDeadlineItMeets) {
  const Chart chart = make_chart(*clusters(), Language::en);
  const ChartTrack& filing = track_of(chart, "filing");
  const auto submit = std::find_if(filing.nodes.begin(), filing.nodes.end(), [](const auto& node) {
    return node.id == "filing_action_submitApplication";
  });
  ASSERT_NE(submit, filing.nodes.end());
  EXPECT_THAT(submit->roles, testing::ElementsAre("internal coordinator"));
  EXPECT_THAT(submit->deadlines, testing::Contains("D-04 Application submitted (42 days)"));
  EXPECT_THAT(bpmn_of(*clusters()), HasSubstr("<bpmn:resourceRef>role_ib</bpmn:resourceRef>"));
}

TEST(Diagram, MarksWhereACaseIsAndNothingElse) {
  const ChartMarks marks{{"filing", "questions"}};
  const std::string svg = svg_of(*clusters(), Language::en, marks);
  const std::size_t first = svg.find("class=\"state marked\"");
  ASSERT_NE(first, std::string::npos);
  EXPECT_EQ(svg.find("marked\"", first + 20), std::string::npos);
  EXPECT_THAT(svg, HasSubstr("further questions (\xE2\x96\xB6 now here)"));
  EXPECT_THAT(bpmn_of(*clusters(), Language::en, marks),
              HasSubstr(attribute("name", "\xE2\x96\xB6 further questions")));
  EXPECT_THAT(svg_of(*clusters()), Not(HasSubstr("now here")));
}

TEST(Diagram, EscapesLabels) {
  const auto planted =
      permits(replaced(permit_procedure, "label: {nl: Vergunning", "label: {nl: '<&\"Vergunning'"));
  for (const std::string& text :
       {svg_of(*planted, Language::nl), bpmn_of(*planted, Language::nl)}) {
    EXPECT_THAT(text, HasSubstr("&lt;&amp;&quot;Vergunning"));
    EXPECT_THAT(text, Not(HasSubstr("<&")));
  }
  EXPECT_EQ(attribute("a", "<&\"\n\x01"), " a=\"&lt;&amp;&quot;&#10;\xEF\xBF\xBD\"");
}

TEST(Diagram, IsTheSameEveryTime) {
  EXPECT_EQ(svg_of(*clusters()), svg_of(*clusters()));
  EXPECT_EQ(bpmn_of(*clusters()), bpmn_of(*clusters()));
  EXPECT_NE(svg_of(*clusters()), svg_of(*clusters(), Language::nl));
}

TEST(Diagram, NeedsNothingFromElsewhere) {
  std::string svg = svg_of(*clusters());
  svg = replaced(svg, "http://www.w3.org/2000/svg", "");
  for (const char* outside : {"http:", "https:", "href", "@import", "<script"})
    EXPECT_THAT(svg, Not(HasSubstr(outside)));
  EXPECT_THAT(svg, HasSubstr("<title id=\"title\">Cluster arrangement in TOP dossier</title>"));
  EXPECT_THAT(svg, HasSubstr("<desc id=\"desc\">"));
}

bool overlap(const Box& a, const Box& b) {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/// The layouts of both formats, with a mark, which takes room.
class DiagramLayout : public testing::TestWithParam<NodeLook (*)(const ChartNode&)> {
 protected:
  const Chart chart_ = make_chart(*clusters(), Language::nl, {{"execution", "running"}});
  const Layout layout_ = lay_out(chart_, GetParam()).value();
};

TEST_P(DiagramLayout, KeepsNodesApart) {
  for (const PlacedTrack& track : layout_.tracks) {
    for (std::size_t one = 0; one < track.nodes.size(); ++one) {
      const Box& shape = track.nodes[one].shape;
      for (std::size_t other = one + 1; other < track.nodes.size(); ++other) {
        EXPECT_FALSE(overlap(shape, track.nodes[other].shape)) << one << " " << other;
        EXPECT_FALSE(overlap(track.nodes[one].label, track.nodes[other].label));
      }
      EXPECT_GE(shape.x, track.frame.x + header_width);
      EXPECT_LE(shape.y + shape.height, track.frame.y + track.frame.height);
    }
  }
}

TEST_P(DiagramLayout, LetsEdgesStartAndEndOnTheBordersOfTheirNodes) {
  for (std::size_t at = 0; at < layout_.tracks.size(); ++at) {
    const PlacedTrack& track = layout_.tracks[at];
    ASSERT_EQ(track.edges.size(), chart_.tracks[at].edges.size());
    for (std::size_t edge = 0; edge < track.edges.size(); ++edge) {
      const ChartEdge& meant = chart_.tracks[at].edges[edge];
      const std::vector<Point>& way = track.edges[edge].way;
      ASSERT_GE(way.size(), 2U);
      EXPECT_EQ(way.front(), track.nodes[meant.from].shape.right()) << meant.id;
      EXPECT_EQ(way.back(), track.nodes[meant.to].shape.left()) << meant.id;
    }
  }
}

TEST_P(DiagramLayout, GivesTextTheRoomItNeeds) {
  for (const PlacedTrack& track : layout_.tracks) {
    for (const PlacedNode& node : track.nodes) {
      for (const std::string& line : node.lines)
        EXPECT_LE(text_width(line, font_size), node.label.width) << line;
      EXPECT_LE(static_cast<int>(node.lines.size()) * line_height, node.label.height);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Formats, DiagramLayout, testing::Values(svg_look, bpmn_look),
                         [](const auto& tried) { return tried.index == 0 ? "svg" : "bpmn"; });

TEST(TextBox, BreaksAtSpacesAndWithinWordsThatAreTooWide) {
  EXPECT_THAT(wrapped("one two", 30, 12), testing::ElementsAre("one", "two"));
  EXPECT_THAT(wrapped("", 30, 12), testing::ElementsAre(""));
  for (const std::string& line :
       wrapped("Ontwikkelingsperspectiefplan \xC3\xAB\xC3\xAB\xC3\xAB", 40, 12))
    EXPECT_LE(text_width(line, 12), 40) << line;
}

}  // namespace
}  // namespace verloop::test
