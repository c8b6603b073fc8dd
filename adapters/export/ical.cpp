#include "adapters/export/ical.hpp"

#include <algorithm>

namespace verloop {
namespace {

constexpr std::size_t line_octets_max = 75;

using Status = CalendarItem::Status;

bool is_continuation(char octet) {
  return (static_cast<unsigned char>(octet) & 0xC0U) == 0x80U;
}

bool is_control(char octet) {
  return static_cast<unsigned char>(octet) < 0x20U || octet == '\x7F';
}

std::string without_dashes(std::string text) {
  std::erase(text, '-');
  return text;
}

/// `20261121T080000Z`
std::string utc(Timestamp moment) {
  std::string text = format(moment).substr(0, std::string_view("2026-11-21T08:00:00").size());
  std::erase(text, ':');
  return without_dashes(std::move(text)) + "Z";
}

/// `;VALUE=DATE:20261121`, or `:20261121T080000Z`.
std::string time_value(const std::variant<Date, Timestamp>& at) {
  if (const Date* day = std::get_if<Date>(&at))
    return ";VALUE=DATE:" + without_dashes(format(*day));
  return ":" + utc(std::get<Timestamp>(at));
}

/// Random to look at, and the same for ever.
std::string uid_of(const CalendarItem& item, const std::string& origin) {
  std::string name = "calendar";
  for (const std::string& part :
       {origin, item.case_id.text, std::string(item.kind == CalendarItem::Kind::due ? "due" : "on"),
        item.name, item.entry, std::to_string(item.cycle)})
    name += "\n" + part;
  return uuid_from_name(name) + "@" + origin.substr(0, origin.find('/'));
}

std::string summary_of(const CalendarItem& item) {
  const std::string entry = item.entry.empty() ? "" : ", " + item.entry;
  return item.label + " (" + item.case_id.text + entry + ")";
}

std::string description_of(const CalendarItem& item, Language language) {
  const bool is_dutch = language == Language::nl;
  std::string text = (is_dutch ? "Zaak " : "Case ") + item.case_id.text;
  if (item.cycle > 1) text += (is_dutch ? ", ronde " : ", cycle ") + std::to_string(item.cycle);
  for (std::size_t i = 0; i < item.source.size(); ++i)
    text += (i > 0 ? ", " : is_dutch ? "\nBron: " : "\nSource: ") + item.source[i];
  return text;
}

class Stream {
 public:
  explicit Stream(const IcalSettings& settings) : settings_(settings) {}

  std::string write(const std::vector<CalendarItem>& items) {
    line("BEGIN:VCALENDAR");
    line("VERSION:2.0");
    line("PRODID:-//Verloop//verloop export ics//" +
         std::string(settings_.language == Language::nl ? "NL" : "EN"));
    line("CALSCALE:GREGORIAN");
    for (const CalendarItem& item : items) {
      const bool is_due = item.kind == CalendarItem::Kind::due;
      line(is_due ? "BEGIN:VTODO" : "BEGIN:VEVENT");
      if (is_due)
        write_due(item);
      else
        write_planned(item);
      line(is_due ? "END:VTODO" : "END:VEVENT");
    }
    line("END:VCALENDAR");
    return std::move(out_);
  }

 private:
  void line(const std::string& content) { out_ += ical_line(content); }

  void write_common(const CalendarItem& item) {
    line("UID:" + uid_of(item, settings_.origin));
    line("DTSTAMP:" + utc(item.changed_at));
    line("SEQUENCE:" + std::to_string(item.sequence));
    line("CLASS:CONFIDENTIAL");
    line("SUMMARY:" + ical_text(summary_of(item)));
    line("DESCRIPTION:" + ical_text(description_of(item, settings_.language)));
  }

  void write_planned(const CalendarItem& item) {
    write_common(item);
    line("DTSTART" + time_value(item.at));
    line(item.status == Status::off ? "STATUS:CANCELLED" : "STATUS:CONFIRMED");
    line("TRANSP:TRANSPARENT");
    write_reminder(item, "TRIGGER:-P7D");
  }

  void write_due(const CalendarItem& item) {
    write_common(item);
    line("DUE" + time_value(item.at));
    switch (item.status) {
      case Status::open:
        line("STATUS:NEEDS-ACTION");
        break;
      case Status::done:
        line("STATUS:COMPLETED");
        line("PERCENT-COMPLETE:100");
        break;
      case Status::off:
        line("STATUS:CANCELLED");
        break;
    }
    write_reminder(item, "TRIGGER;RELATED=END:-P7D");
  }

  void write_reminder(const CalendarItem& item, const std::string& trigger) {
    if (!settings_.reminders || item.status != Status::open) return;
    line("BEGIN:VALARM");
    line("ACTION:DISPLAY");
    line(trigger);
    line("DESCRIPTION:" + ical_text(summary_of(item)));
    line("END:VALARM");
  }

  const IcalSettings& settings_;
  std::string out_;
};

}  // namespace

std::string ical_line(std::string_view content) {
  std::string out;
  std::size_t room = line_octets_max;
  while (content.size() > room) {
    std::size_t end = room;
    while (end > 0 && is_continuation(content[end])) --end;
    if (end == 0) end = room;  // No UTF-8: there is no character to keep whole.
    out.append(content.substr(0, end)).append("\r\n ");
    content.remove_prefix(end);
    room = line_octets_max - 1;  // The space counts.
  }
  return out.append(content).append("\r\n");
}

std::string ical_text(std::string_view text) {
  std::string out;
  for (const char octet : text) {
    if (octet == '\\' || octet == ';' || octet == ',') out += '\\';
    if (octet == '\n')
      out += "\\n";
    else if (!is_control(octet))
      out += octet;
  }
  return out;
}

std::string ical_of(const std::vector<CalendarItem>& items, const IcalSettings& settings) {
  return Stream(settings).write(items);
}

}  // namespace verloop
