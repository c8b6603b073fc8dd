#include "engine/text_finds.hpp"

#include <algorithm>

namespace verloop {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
}

struct DigitRun {
  std::size_t from = 0, to = 0;
  std::size_t size() const { return to - from; }
};

std::vector<DigitRun> digit_runs(std::string_view text) {
  std::vector<DigitRun> runs;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!is_digit(text[i])) continue;
    if (runs.empty() || runs.back().to != i) runs.push_back({i, i});
    ++runs.back().to;
  }
  return runs;
}

/// How the digits of such a number are written: in one piece, or in groups.
const std::vector<std::vector<std::size_t>>& groupings() {
  static const std::vector<std::vector<std::size_t>> all = {{9},       {8},       {3, 3, 3},
                                                            {2, 3, 3}, {4, 2, 3}, {4, 2, 2}};
  return all;
}

/// Whether the runs from `first` on are grouped so, with one kind of separator.
bool is_grouped(std::string_view text, const std::vector<DigitRun>& runs, std::size_t first,
                const std::vector<std::size_t>& grouping) {
  if (first + grouping.size() > runs.size()) return false;
  for (std::size_t i = 0; i < grouping.size(); ++i) {
    const DigitRun& run = runs[first + i];
    if (run.size() != grouping[i]) return false;
    if (i == 0) continue;
    const std::size_t before = runs[first + i - 1].to;
    const char separator = text[before];
    if (run.from != before + 1 || (separator != '.' && separator != ' ')) return false;
    if (separator != text[runs[first].to]) return false;
  }
  return true;
}

bool passes_eleven_test(std::string_view text, std::size_t from, std::size_t to) {
  std::vector<int> digits;
  for (std::size_t i = from; i < to; ++i)
    if (is_digit(text[i])) digits.push_back(text[i] - '0');
  int sum = 0;
  int weight = static_cast<int>(digits.size());
  for (const int digit : digits) {
    sum += digit * (weight == 1 ? -1 : weight);
    --weight;
  }
  return sum != 0 && sum % 11 == 0;
}

/// Whether what is between stands by itself: not a part of a longer number or code, no amount.
bool stands_alone(std::string_view text, std::size_t from, std::size_t to) {
  constexpr std::string_view joining = "-/_#+,.:";
  std::size_t before = from;
  while (before > 0 && text[before - 1] == ' ') --before;
  if (text.substr(0, before).ends_with("\xE2\x82\xAC")) return false;  // A euro sign.
  if (from > 0 && (is_letter(text[from - 1]) ||
                   (joining.find(text[from - 1]) != std::string_view::npos && from > 1 &&
                    (is_digit(text[from - 2]) || is_letter(text[from - 2])))))
    return text[from - 1] == ':';
  if (to == text.size()) return true;
  if (is_letter(text[to])) return false;
  const bool joined = joining.find(text[to]) != std::string_view::npos && to + 1 < text.size();
  return !joined || (!is_digit(text[to + 1]) && (text[to] != '-' || !is_letter(text[to + 1])) &&
                     !(text[to] == ',' && text[to + 1] == '-'));
}

/// A word or a number of a text, for dates.
struct DatePart {
  std::size_t from = 0, to = 0;
  std::string folded;
  bool is_number() const {
    return folded.size() <= 4 &&
           std::all_of(folded.begin(), folded.end(), [](char c) { return is_digit(c); });
  }
  int number() const { return std::stoi(folded); }
};

std::optional<Date> date_of(int year, unsigned month, unsigned day) {
  const Date date{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
  return date.ok() ? std::optional<Date>(date) : std::nullopt;
}

/// Two digits mean this century, or the one before where that would lie far ahead.
int full_year(const DatePart& part, Date latest) {
  constexpr int years_ahead = 15;
  if (part.folded.size() != 2) return part.number();
  const int year = static_cast<int>(latest.year()) / 100 * 100 + part.number();
  return year > static_cast<int>(latest.year()) + years_ahead ? year - 100 : year;
}

bool is_year(const DatePart& part) {
  return part.is_number() && (part.folded.size() == 2 || part.folded.size() == 4);
}

/// The date that three parts are, by what stands between them.
std::optional<Date> date_in(std::string_view text, const DatePart* parts, Date latest,
                            const std::map<std::string, unsigned>& months) {
  const std::string_view first = text.substr(parts[0].to, parts[1].from - parts[0].to);
  const std::string_view second = text.substr(parts[1].to, parts[2].from - parts[1].to);
  const auto month = months.find(parts[1].folded);
  if (month != months.end() && parts[0].is_number() && parts[0].folded.size() <= 2 &&
      is_year(parts[2])) {
    const bool is_near = first.size() <= 2 && second.size() <= 2;
    return is_near ? date_of(full_year(parts[2], latest), month->second,
                             static_cast<unsigned>(parts[0].number()))
                   : std::nullopt;
  }
  const bool separated = first == second && (first == "-" || first == "/" || first == "." ||
                                             first == " - " || first == " / ");
  if (!separated || !parts[0].is_number() || !parts[1].is_number() || !parts[2].is_number() ||
      parts[1].folded.size() > 2)
    return std::nullopt;
  const auto middle = static_cast<unsigned>(parts[1].number());
  if (parts[0].folded.size() == 4 && parts[2].folded.size() <= 2)
    return date_of(parts[0].number(), middle, static_cast<unsigned>(parts[2].number()));
  if (parts[0].folded.size() > 2 || !is_year(parts[2])) return std::nullopt;
  return date_of(full_year(parts[2], latest), middle, static_cast<unsigned>(parts[0].number()));
}

bool is_phrase_at(const std::vector<TextWord>& words, std::size_t at,
                  const std::vector<std::string>& phrase) {
  if (at + phrase.size() > words.size()) return false;
  for (std::size_t i = 0; i < phrase.size(); ++i)
    if (words[at + i].folded != phrase[i]) return false;
  return true;
}

std::vector<TextPlace> known_names(std::string_view text, const NamePhrases& names) {
  std::vector<TextPlace> places;
  const std::vector<TextWord> words = words_of(text);
  for (std::size_t at = 0; at < words.size();) {
    std::size_t length = 0;
    const std::string& word = words[at].folded;
    for (auto name = names.lower_bound({word}); name != names.end() && name->front() == word;
         ++name)
      if (is_phrase_at(words, at, *name)) length = std::max(length, name->size());
    if (length == 0 && word.ends_with('s') && names.contains({word.substr(0, word.size() - 1)}))
      length = 1;
    if (length > 0) places.push_back({words[at].from, words[at + length - 1].to});
    at += std::max<std::size_t>(length, 1);
  }
  return places;
}

std::vector<TextPlace> patterns(std::string_view text, const TextFind& find) {
  // All, for what is meant may come after any number of exceptions.
  const std::size_t most = find.except.empty() ? found_max : text.size() + 1;
  std::vector<TextPlace> places = find.pattern->find_all(text, most);
  std::erase_if(places, [&](const TextPlace& place) {
    return find.except.contains(std::string(text.substr(place.from, place.to - place.from)));
  });
  return places;
}

Date years_before(Date today, std::int64_t years) {
  const Date day{today.year() - std::chrono::years(years), today.month(), today.day()};
  return day.ok() ? day : Date{day.year() / day.month() / std::chrono::last};
}

}  // namespace

std::vector<TextPlace> eleven_test_numbers(std::string_view text) {
  std::vector<TextPlace> places;
  const std::vector<DigitRun> runs = digit_runs(text);
  for (std::size_t first = 0; first < runs.size(); ++first) {
    for (const auto& grouping : groupings()) {
      if (!is_grouped(text, runs, first, grouping)) continue;
      const std::size_t from = runs[first].from;
      const std::size_t to = runs[first + grouping.size() - 1].to;
      if (!stands_alone(text, from, to) || !passes_eleven_test(text, from, to)) continue;
      places.push_back({from, to});
      first += grouping.size() - 1;
      break;
    }
  }
  return places;
}

std::vector<TextPlace> dates_until(std::string_view text, Date latest,
                                   const std::map<std::string, unsigned>& months) {
  std::vector<DatePart> parts;
  for (TextWord& word : words_of(text))
    parts.push_back({word.from, word.to, std::move(word.folded)});
  std::vector<TextPlace> places;
  for (std::size_t i = 0; i + 2 < parts.size(); ++i) {
    const auto date = date_in(text, &parts[i], latest, months);
    if (!date) continue;
    if (*date <= latest) places.push_back({parts[i].from, parts[i + 2].to});
    i += 2;
  }
  return places;
}

std::vector<TextPlace> found_in(std::string_view text, const TextFind& find,
                                const NamePhrases& names, Date today) {
  std::vector<TextPlace> places;
  switch (find.kind) {
    case TextFind::Kind::pattern:
      places = patterns(text, find);
      break;
    case TextFind::Kind::known_names:
      places = known_names(text, names);
      break;
    case TextFind::Kind::eleven_test:
      places = eleven_test_numbers(text);
      break;
    case TextFind::Kind::past_date:
      places = dates_until(text, years_before(today, find.years_ago), find.months);
      break;
  }
  if (places.size() > found_max) places.resize(found_max);
  return places;
}

}  // namespace verloop
