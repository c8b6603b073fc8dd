#pragma once
// What stands in the cells of a sheet: values of a case, of an event, and what expressions come to,
// in words and for programs.

#include "projections/make_sheet.hpp"
#include "projections/value_words.hpp"

namespace verloop {

SheetCell text_cell(std::string text);
SheetCell day_cell(Date day, Language language);

/// The value at a dotted path of what is seen of a case; null when there is none.
const boost::json::value* value_at(const boost::json::object& seen, std::string_view path);

class SheetCells {
 public:
  SheetCells(const Definition& definition, Language language)
      : language_(language), words_(definition, language) {}

  /// A value of the case, by its path in the schema.
  SheetCell of(const boost::json::value& value, const std::string& path) const;
  SheetCell of_type(const boost::json::value& value, const FieldType& type) const;
  /// What an expression came to.
  SheetCell of(const cel::Value& value, const SheetValue& described) const;

 private:
  SheetCell number(std::int64_t number, SheetUnit unit) const;

  Language language_;
  ValueWords words_;
};

}  // namespace verloop
