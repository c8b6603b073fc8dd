// What every vault must do, whatever it is built on.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/events/contract/stores.hpp"

namespace verloop::test {
namespace {

const SubjectId noor{"s-noor"};
const SubjectId daan{"s-daan"};

template <class Stores>
class VaultContract : public testing::Test {
 protected:
  Vault& vault() { return stores_.vault(); }
  Stores stores_;
};

using Implementations = testing::Types<MemoryStores, RocksStores>;
TYPED_TEST_SUITE(VaultContract, Implementations);

TYPED_TEST(VaultContract, OpensWhatItSealed) {
  ASSERT_TRUE(this->vault().create_keys({noor}));
  const std::string sealed = this->vault().encrypt(noor, "words", "context").value();
  EXPECT_EQ(sealed.find("words"), std::string::npos);
  this->stores_.reopen();
  EXPECT_EQ(this->vault().decrypt(noor, sealed, "context").value(), "words");
}

TYPED_TEST(VaultContract, OpensManyValuesOfOneSubject) {
  ASSERT_TRUE(this->vault().create_keys({noor, daan}));
  auto opener = this->vault().opener(noor).value();
  ASSERT_TRUE(opener.has_value());
  for (const std::string words : {"one", "", "three"}) {
    const std::string sealed = this->vault().encrypt(noor, words, "context").value();
    EXPECT_EQ(opener->open(sealed, "context").value(), words);
    EXPECT_EQ(code_of(opener->open(sealed, "other")), Errc::tampered);
  }
  const std::string other = this->vault().encrypt(daan, "words", "context").value();
  EXPECT_EQ(code_of(opener->open(other, "context")), Errc::tampered);
  ASSERT_TRUE(this->vault().destroy(daan));
  EXPECT_FALSE(this->vault().opener(daan).value().has_value());
  EXPECT_EQ(code_of(this->vault().opener({"s-nobody"})), Errc::tampered);
}

TYPED_TEST(VaultContract, HasNoFaultsAfterAllThatItDoes) {
  ASSERT_TRUE(this->vault().create_keys({noor, daan}));
  ASSERT_TRUE(this->vault().subject_of("school-1", "pup-1"));
  ASSERT_TRUE(this->vault().subject_of("school-2", "pup-1"));
  ASSERT_TRUE(this->vault().destroy(daan));
  EXPECT_THAT(this->vault().faults().value(), testing::IsEmpty());
}

TYPED_TEST(VaultContract, KeepsAKeyThatIsThere) {
  ASSERT_TRUE(this->vault().create_keys({noor, noor}));
  const std::string sealed = this->vault().encrypt(noor, "words", "context").value();
  ASSERT_TRUE(this->vault().create_keys({noor, daan}));
  EXPECT_EQ(this->vault().decrypt(noor, sealed, "context").value(), "words");
}

TYPED_TEST(VaultContract, SealsForNobodyWithoutAKey) {
  EXPECT_EQ(code_of(this->vault().encrypt(noor, "words", "context")), Errc::not_found);
  EXPECT_EQ(code_of(this->vault().decrypt(noor, "whatever", "context")), Errc::tampered)
      << "a key that is merely gone is no erasure";
}

TYPED_TEST(VaultContract, FindsAChangedValueContextOrSubject) {
  ASSERT_TRUE(this->vault().create_keys({noor, daan}));
  std::string sealed = this->vault().encrypt(noor, "words", "context").value();
  EXPECT_EQ(code_of(this->vault().decrypt(noor, sealed, "other")), Errc::tampered);
  EXPECT_EQ(code_of(this->vault().decrypt(daan, sealed, "context")), Errc::tampered);
  sealed.back() = static_cast<char>(sealed.back() ^ 1);
  EXPECT_EQ(code_of(this->vault().decrypt(noor, sealed, "context")), Errc::tampered);
}

TYPED_TEST(VaultContract, OpensNothingOfADestroyedSubject) {
  ASSERT_TRUE(this->vault().create_keys({noor, daan}));
  const std::string sealed = this->vault().encrypt(noor, "words", "context").value();
  const std::string kept = this->vault().encrypt(daan, "words", "context").value();
  ASSERT_TRUE(this->vault().destroy(noor));
  ASSERT_TRUE(this->vault().destroy(noor));
  this->stores_.reopen();
  EXPECT_EQ(this->vault().decrypt(noor, sealed, "context").value(), std::nullopt);
  EXPECT_EQ(this->vault().decrypt(daan, kept, "context").value(), "words");
}

TYPED_TEST(VaultContract, MakesNoNewKeyForADestroyedSubject) {
  ASSERT_TRUE(this->vault().create_keys({noor}));
  ASSERT_TRUE(this->vault().destroy(noor));
  this->stores_.reopen();
  EXPECT_EQ(code_of(this->vault().create_keys({daan, noor})), Errc::not_found);
  EXPECT_EQ(code_of(this->vault().encrypt(noor, "words", "context")), Errc::not_found);
  EXPECT_EQ(code_of(this->vault().encrypt(daan, "words", "context")), Errc::not_found);
}

TYPED_TEST(VaultContract, DestroysASubjectThatNeverHadAKey) {
  ASSERT_TRUE(this->vault().destroy(noor));
  EXPECT_EQ(code_of(this->vault().create_keys({noor})), Errc::not_found);
}

TYPED_TEST(VaultContract, SaysWhenAndWhyAKeyWasDestroyed) {
  const Erased asked{*parse_date("2026-11-24"), ErasureGround::request};
  const Erased later{*parse_date("2026-11-25"), ErasureGround::retention};
  ASSERT_TRUE(this->vault().create_keys({noor, daan}));
  EXPECT_TRUE(this->vault().has_key(noor).value());
  EXPECT_EQ(this->vault().erased(noor).value(), std::nullopt);
  ASSERT_TRUE(this->vault().destroy(noor));
  EXPECT_EQ(this->vault().erased(noor).value(), Erased{});
  ASSERT_TRUE(this->vault().destroy_all({{noor, asked}, {{"s-sem"}, later}}));
  ASSERT_TRUE(this->vault().destroy_all({{noor, later}}));
  this->stores_.reopen();
  EXPECT_EQ(this->vault().erased(noor).value(), asked) << "the first word stays";
  EXPECT_EQ(this->vault().erased({"s-sem"}).value(), later);
  EXPECT_EQ(this->vault().erased(daan).value(), std::nullopt);
  EXPECT_FALSE(this->vault().has_key(noor).value());
  EXPECT_FALSE(this->vault().has_unfinished_destruction().value());
}

TYPED_TEST(VaultContract, ForgetsTheNameOfADestroyedSubject) {
  const SubjectId first = this->vault().subject_of("school-1", "pup-1").value();
  const SubjectId other = this->vault().subject_of("school-1", "pup-2").value();
  ASSERT_TRUE(this->vault().destroy(first));
  this->stores_.reopen();
  EXPECT_EQ(this->vault().find_subject("school-1", "pup-1").value(), std::nullopt);
  EXPECT_EQ(this->vault().find_subject("school-1", "pup-2").value(), other);
  EXPECT_NE(this->vault().subject_of("school-1", "pup-1").value(), first) << "as if never met";
}

TYPED_TEST(VaultContract, NamesOneSubjectPerHandleAndScope) {
  const SubjectId first = this->vault().subject_of("school-1", "pup-1").value();
  EXPECT_THAT(first.text, testing::MatchesRegex("s-[A-Za-z0-9_-]+"));
  EXPECT_EQ(first.text.size(), 24u);
  this->stores_.reopen();
  EXPECT_EQ(this->vault().subject_of("school-1", "pup-1").value(), first);
  EXPECT_EQ(this->vault().find_subject("school-1", "pup-1").value(), first);
  EXPECT_NE(this->vault().subject_of("school-2", "pup-1").value(), first);
  EXPECT_EQ(this->vault().find_subject("school-1", "pup-2").value(), std::nullopt);
}

TYPED_TEST(VaultContract, KeepsItsOwnKeys) {
  const std::string seed = this->vault().signing_seed().value();
  const Digest digest = this->vault().authenticate("message").value();
  EXPECT_EQ(seed.size(), 32u);
  EXPECT_NE(digest, this->vault().authenticate("messagf").value());
  this->stores_.reopen();
  EXPECT_EQ(this->vault().signing_seed().value(), seed);
  EXPECT_EQ(this->vault().authenticate("message").value(), digest);
}

}  // namespace
}  // namespace verloop::test
