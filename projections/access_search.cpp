#include "projections/access_search.hpp"

#include <algorithm>

namespace verloop {
namespace {

namespace json = boost::json;

constexpr std::size_t page_size = 256;
constexpr std::string_view stream_prefix = "@access/";

std::optional<Date> day_of(const CaseId& stream) {
  if (!stream.text.starts_with(stream_prefix)) return std::nullopt;
  const auto day = parse_date(std::string_view(stream.text).substr(stream_prefix.size()));
  return day.has_value() ? std::optional(*day) : std::nullopt;
}

bool holds(const json::object& data, std::string_view member, const std::string& wanted) {
  const json::value* value = data.if_contains(member);
  if (value == nullptr) return false;
  if (value->is_string()) return value->get_string() == wanted;
  if (!value->is_array()) return false;
  const json::array& all = value->get_array();
  return std::any_of(all.begin(), all.end(), [&wanted](const json::value& one) {
    return one.is_string() && one.get_string() == wanted;
  });
}

bool is_of_type(const Record& entry, const std::string& type) {
  const std::string& own = entry.type.text;
  return type.empty() || type == own || type == own.substr(0, own.find('@'));
}

bool fits(const Record& entry, const AccessQuery& query) {
  if (query.actor && entry.actor.id != *query.actor) return false;
  if (query.case_id && !holds(entry.data, "case", query.case_id->text)) return false;
  const bool concerns = !query.subject || holds(entry.data, "subjects", query.subject->text) ||
                        holds(entry.data, "subject", query.subject->text);
  return concerns && is_of_type(entry, query.type);
}

/// The first entry of the first day that is asked for: the days follow each other in the log.
Result<Position> start_of(const EventLog& log, const AccessQuery& query) {
  if (!query.from) return query.start;
  const auto streams = log.streams();
  if (streams.has_error()) return streams.error();
  for (const CaseId& stream : *streams) {
    const auto day = day_of(stream);
    if (!day || *day < *query.from) continue;
    const auto first = log.read_stream(stream, {}, 1);
    if (first.has_error()) return first.error();
    return std::max(query.start, first->front().record.position);
  }
  return Position{log.tail().size};
}

json::object row_of(const Record& entry, const AccessLog& access, Language language) {
  const EventType* type = access.types().types.find(entry.type.text);
  return {{"position", entry.position.value},
          {"recordedAt", format(entry.recorded_at)},
          {"type", entry.type.text},
          {"label", type == nullptr ? entry.type.text : type->label.in(language)},
          {"actor", json::object{{"id", entry.actor.id.text},
                                 {"role", entry.actor.role.text},
                                 {"org", entry.actor.org.text}}},
          {"asked", entry.action.text},
          {"purpose", entry.purpose},
          {"data", entry.data}};
}

}  // namespace

Result<std::optional<Position>> visit_access(const EventLog& log, const AccessQuery& query,
                                             const AccessVisitor& each) {
  using End = std::optional<Position>;
  const auto start = start_of(log, query);
  if (start.has_error()) return start.error();
  std::size_t looked_at = 0;
  for (Position at = *start;;) {
    const auto page = log.read(at, page_size);
    if (page.has_error()) return page.error();
    for (const StoredRecord& stored : *page) {
      const auto day = day_of(stored.record.case_id);
      if (day && query.to && *day > *query.to) return End();
      if (query.looked_at_max > 0 && looked_at == query.looked_at_max) return End(at);
      ++looked_at;
      if (day && fits(stored.record, query) && !each(stored.record)) return End();
      at = stored.record.position.next();
    }
    if (page->size() < page_size) return End();
  }
}

Result<AccessPage> search_access(AccessLog& access, const AccessQuery& query, const Actor& by,
                                 Language language, const Occasion& occasion) {
  const Position size{access.log().tail().size};
  AccessPage page;
  const auto visited = visit_access(access.log(), query, [&](const Record& entry) {
    if (query.count_max > 0 && page.entries.size() == query.count_max) {
      page.next = entry.position;
      return false;
    }
    page.entries.push_back(row_of(entry, access, language));
    return true;
  });
  if (visited.has_error()) return visited.error();
  if (*visited) page.next = *visited;
  const auto entered = access.handed(by, size, occasion, AccessLog::Handing::shown);
  if (entered.has_error()) return entered.error();
  return page;
}

}  // namespace verloop
