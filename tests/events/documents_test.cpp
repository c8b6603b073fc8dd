#include "events/documents.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "events/rocksdb/document_keys.hpp"
#include "events/verify_documents.hpp"
#include "tests/events/contract/stores.hpp"
#include "tests/events/rocksdb/tampering.hpp"
#include "tests/support/faulty_ports.hpp"

namespace verloop::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// An event with a document of `subject` in the field `words`.
SealedEvent document_event(const std::string& bytes, const std::string& subject = "s-noor") {
  SealedEvent event = test_event("note of " + subject, "", subject);
  const DocumentValue value{"d-1", "plan.pdf", "application/pdf", bytes.size(), sha256(bytes)};
  event.openings.front().disclosure.value = to_json(value);
  return event;
}

/// Three parts, of which no two are alike.
std::string three_parts() {
  std::string bytes(2 * document_part_bytes_max + 100, 'a');
  for (std::size_t at = 0; at < bytes.size(); at += 1000)
    bytes.replace(at, 6, std::to_string(100000 + at / 1000));
  return bytes;
}

class DocumentsTest : public testing::Test {
 protected:
  DocumentsTest() {
    append_one(stores_.log(), batch("c1", {}, 1, {document_event(bytes_), test_event("b", "text")}))
        .value();
    append_one(stores_.log(), batch("c2", {}, 2, {document_event(bytes_)})).value();
  }
  Record record(std::uint64_t position) {
    return stores_.log().read(Position{position}, 1)->front().record;
  }
  Result<HandedOver> hand_over(std::string_view bytes, std::uint64_t position = 0) {
    return verloop::hand_over(stores_.log(), stores_.vault(), stores_.documents(), record(position),
                              "words", bytes);
  }
  Result<OpenedDocument> open(std::uint64_t position = 0) {
    return open_document(sources(), record(position), "words", looks_);
  }
  DocumentSources sources() { return {stores_.log(), stores_.vault(), stores_.documents()}; }
  std::filesystem::path database() const { return stores_.path() / "documents"; }

  /// Reading names position and field, and verification says the same; handing over mends it.
  void expect_damaged(const std::string& what) {
    stores_.reopen();
    const auto opened = open();
    EXPECT_EQ(code_of(opened), Errc::tampered);
    EXPECT_THAT(opened.error().detail,
                HasSubstr("the document at position 0, field words: " + what));
    const DocumentsReport report = verify_documents(sources());
    ASSERT_THAT(report.faults, testing::Not(IsEmpty()));
    EXPECT_THAT(report.faults.back().text, HasSubstr("position 0, field words"));
    EXPECT_EQ(hand_over(bytes_).value(), HandedOver::now);
    EXPECT_EQ(open()->bytes, bytes_);
    EXPECT_THAT(verify_documents(sources()).faults, IsEmpty());
  }
  static std::string part(std::uint64_t number, std::uint64_t position = 0) {
    return keys::document_part(Position{position}, "words", number);
  }

  RocksStores stores_;
  const std::string bytes_ = three_parts();
  Looks looks_;
};

TEST_F(DocumentsTest, ComeBackAsTheyWereHandedOver) {
  EXPECT_EQ(open()->bytes, std::nullopt) << "not yet";
  EXPECT_EQ(verify_documents(sources()).count, 0U);
  EXPECT_EQ(hand_over(bytes_).value(), HandedOver::now);
  EXPECT_EQ(hand_over(bytes_).value(), HandedOver::before);
  stores_.reopen(OpenMode::read_only);
  const OpenedDocument opened = open().value();
  EXPECT_EQ(opened.bytes, bytes_);
  EXPECT_EQ(opened.value->name, "plan.pdf");
  EXPECT_THAT(looks_.at({"c1"}).fields, ElementsAre("words"));
  EXPECT_EQ(stores_.documents().find({}, "words").value()->parts, 3U);
  EXPECT_THAT(verify_documents(sources()).faults, IsEmpty());
  stores_.close();
  EXPECT_FALSE(lies_in(stores_.path(), bytes_.substr(0, 64))) << "in the clear";
}

TEST_F(DocumentsTest, MayBeEmpty) {
  append_one(stores_.log(), batch("c3", {}, 3, {document_event("")})).value();
  EXPECT_EQ(hand_over("", 3).value(), HandedOver::now);
  EXPECT_EQ(open(3)->bytes, "");
}

TEST_F(DocumentsTest, AreRefusedWhenTheyAreOthersThanWereRecorded) {
  std::string other = bytes_;
  other.back() = 'z';
  EXPECT_EQ(code_of(hand_over(other)), Errc::malformed);
  EXPECT_EQ(code_of(hand_over(bytes_.substr(1))), Errc::malformed);
  EXPECT_EQ(code_of(hand_over(std::string(document_bytes_max + 1, 'x'))), Errc::too_large);
  EXPECT_EQ(code_of(hand_over("text", 1)), Errc::not_found) << "a field that is no document";
  EXPECT_THAT(stores_.documents().places().value(), IsEmpty());
}

TEST_F(DocumentsTest, AreFoundDamagedInAnyPart) {
  for (const std::uint64_t number : {0U, 1U, 2U}) {
    ASSERT_TRUE(hand_over(bytes_));
    stores_.close();
    flip_byte(database(), part(number), 40);
    expect_damaged("part " + std::to_string(number + 1) + " of 3 is not what was handed over");
  }
}

TEST_F(DocumentsTest, AreFoundWithoutAPart) {
  ASSERT_TRUE(hand_over(bytes_));
  stores_.close();
  remove_key(database(), part(2));
  expect_damaged("part 3 of 3 is missing");
}

TEST_F(DocumentsTest, AreFoundCutShortToTheirFirstParts) {
  ASSERT_TRUE(hand_over(bytes_));
  stores_.close();
  put_value(database(), keys::document({}, "words"), values::document({{"s-noor"}, 2}));
  expect_damaged("part 1 of 2 is not what was handed over");
}

TEST_F(DocumentsTest, AreFoundWithPartsSwapped) {
  ASSERT_TRUE(hand_over(bytes_));
  stores_.close();
  const std::string first = value_at(database(), part(0));
  put_value(database(), part(0), value_at(database(), part(1)));
  put_value(database(), part(1), first);
  expect_damaged("part 1 of 3 is not what was handed over");
}

TEST_F(DocumentsTest, AreFoundWithAPartOfTheSameBytesElsewhere) {
  ASSERT_TRUE(hand_over(bytes_));
  ASSERT_TRUE(hand_over(bytes_, 2));
  stores_.close();
  put_value(database(), part(1), value_at(database(), part(1, 2)));
  expect_damaged("part 2 of 3 is not what was handed over");
}

TEST_F(DocumentsTest, AreFoundUnderAnotherSubject) {
  ASSERT_TRUE(hand_over(bytes_));
  stores_.close();
  put_value(database(), keys::document({}, "words"), values::document({{"s-daan"}, 3}));
  expect_damaged("it lies under another subject than its value");
}

TEST_F(DocumentsTest, AreStraysWhereNoDocumentBelongs) {
  for (const std::uint64_t position : {1U, 77U})
    ASSERT_TRUE(stores_.documents().put({Position{position}, "words", {"s-noor"}}, {"x"}));
  ASSERT_TRUE(stores_.documents().put({Position{0}, "else", {"s-noor"}}, {"x"}));
  stores_.close();
  put_value(database(), part(9, 2), "x");
  put_value(database(), "q", "x");
  stores_.reopen();
  std::vector<std::string> texts;
  for (const Fault& fault : verify_documents(sources()).faults) texts.push_back(fault.text);
  EXPECT_THAT(texts,
              ElementsAre(HasSubstr("a part that is none of any document lies at position 2"),
                          HasSubstr("of no kind this program knows"),
                          HasSubstr("position 0, field else: it lies where no event has"),
                          HasSubstr("position 1, field words: it lies where no event has"),
                          HasSubstr("position 77, field words: it lies where no event has")));
}

TEST_F(DocumentsTest, OfWhoWasErasedAreGoneFromEveryFile) {
  ASSERT_TRUE(hand_over(bytes_));
  stores_.close();
  const std::string sealed = value_at(database(), part(1)).substr(100, 64);
  ASSERT_TRUE(lies_in(database(), sealed));
  stores_.reopen();
  ASSERT_TRUE(stores_.vault().destroy({"s-noor"}));
  const DocumentsReport halfway = verify_documents(sources());
  ASSERT_EQ(halfway.faults.size(), 1U);
  EXPECT_THAT(halfway.faults.front().text, HasSubstr("any command that writes removes them"));
  ASSERT_TRUE(stores_.documents().remove_all({{"s-noor"}}));
  EXPECT_FALSE(lies_in(database(), sealed));
  EXPECT_THAT(verify_documents(sources()).faults, IsEmpty());
  EXPECT_FALSE(open()->value);
  EXPECT_EQ(code_of(hand_over(bytes_)), Errc::not_found);
}

TEST_F(DocumentsTest, ARemovalThatWasCutShortIsFinishedByTheNext) {
  ASSERT_TRUE(hand_over(bytes_));
  stores_.close();
  const std::string sealed = value_at(database(), part(1)).substr(100, 64);
  {
    auto opened = Database::open(database(), OpenMode::read_write);
    rocksdb::WriteBatch batch;
    for (const std::uint64_t number : {0U, 1U, 2U}) batch.Delete(part(number));
    batch.Delete(keys::document({}, "words"));
    batch.Put(keys::unfinished_removal(), "");
    ASSERT_TRUE(opened->write(std::move(batch), "the first half"));
  }
  ASSERT_TRUE(lies_in(database(), sealed));
  stores_.reopen();
  ASSERT_TRUE(stores_.documents().remove_all({}));
  EXPECT_FALSE(lies_in(database(), sealed));
  EXPECT_THAT(verify_documents(sources()).faults, IsEmpty());
}

TEST_F(DocumentsTest, HaveNoPlaceInAFolderOfBeforeUntilItIsWrittenTo) {
  stores_.close();
  std::filesystem::remove_all(database());
  std::filesystem::create_directory(stores_.path() / "documents.new");
  stores_.reopen(OpenMode::read_only);
  EXPECT_FALSE(std::filesystem::exists(database()));
  EXPECT_EQ(open()->bytes, std::nullopt);
  EXPECT_EQ(code_of(hand_over(bytes_)), Errc::read_only);
  EXPECT_THAT(verify_documents(sources()).faults, IsEmpty());
  stores_.reopen();
  EXPECT_TRUE(hand_over(bytes_));
}

TEST_F(DocumentsTest, AreNotStoredOnAFullDisk) {
  Disk disk;
  disk.is_full = true;
  FaultyDocuments full(stores_.documents(), disk);
  EXPECT_EQ(
      code_of(verloop::hand_over(stores_.log(), stores_.vault(), full, record(0), "words", bytes_)),
      Errc::storage_failed);
  EXPECT_EQ(open()->bytes, std::nullopt);
}

TEST(DocumentValues, AreReadInTheirFormAlone) {
  boost::json::object good = to_json({"d-1", "plan.pdf", "application/pdf", 5, sha256("words")});
  EXPECT_EQ(document_from(good)->sha256, sha256("words"));
  good["sha256"] = to_hex(view(sha256("words")));
  EXPECT_EQ(document_from(good)->sha256, sha256("words"));
  for (const auto& [member, wrong] :
       std::multimap<std::string, boost::json::value>{{"sha256", "abc"},
                                                      {"size", -1},
                                                      {"size", "5"},
                                                      {"name", 7},
                                                      {"more", 1},
                                                      {"id", nullptr}}) {
    boost::json::object changed = good;
    changed[member] = wrong;
    EXPECT_FALSE(document_from(changed)) << member;
  }
  EXPECT_FALSE(document_from("plan.pdf"));
}

}  // namespace
}  // namespace verloop::test
