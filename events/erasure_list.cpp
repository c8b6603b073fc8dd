#include "events/erasure_list.hpp"

#include <algorithm>
#include <fstream>
#include <system_error>

#include "events/size_anchor.hpp"

namespace verloop {
namespace {

Error damaged(const std::filesystem::path& file, std::size_t line) {
  return {Errc::tampered, "line " + std::to_string(line) + " of the list of erasures " +
                              file.string() +
                              " is damaged; restore it from where the key file is kept"};
}

}  // namespace

Result<ErasureList> ErasureList::load(const std::filesystem::path& file) {
  ErasureList list;
  list.file_ = file;
  std::error_code failed;
  if (file.empty() || (!std::filesystem::exists(file, failed) && !failed)) return list;
  std::ifstream in(file, std::ios::binary);
  if (!in) return Error{Errc::storage_failed, "can't read the list of erasures " + file.string()};
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    Result<Erasure> erasure = decode_erasure(line);
    if (!erasure || in.eof()) return damaged(file, number);  // Each line ends with a line feed.
    list.all_.push_back(std::move(*erasure));
  }
  return list;
}

Result<> ErasureList::write(const std::filesystem::path& file,
                            const std::vector<Erasure>& all) const {
  if (file.empty()) return {};
  std::string text;
  for (const Erasure& erasure : all) text += encode(erasure) + "\n";
  return replace_file(file, text);
}

Result<> ErasureList::add(Erasure erasure) {
  std::vector<Erasure> all = all_;
  all.push_back(std::move(erasure));
  if (auto written = write(file_, all); !written) return written;
  all_ = std::move(all);
  return {};
}

Result<> ErasureList::add_all(const ErasureList& other) {
  std::vector<Erasure> all = all_;
  for (const Erasure& one : other.all_) {
    const auto is_same = [&](const Erasure& known) { return known.command == one.command; };
    if (std::none_of(all.begin(), all.end(), is_same)) all.push_back(one);
  }
  if (all.size() == all_.size()) return {};
  if (auto written = write(file_, all); !written) return written;
  all_ = std::move(all);
  return {};
}

std::vector<Erasure> ErasureList::of(const std::vector<std::string>& origins) const {
  std::vector<Erasure> own;
  std::copy_if(all_.begin(), all_.end(), std::back_inserter(own), [&](const Erasure& erasure) {
    return std::find(origins.begin(), origins.end(), erasure.origin) != origins.end();
  });
  return own;
}

}  // namespace verloop
