// The page of an audit bundle: one file for a browser, checked by it, and by the program.

#include "projections/bundle_page.hpp"

#include <boost/json.hpp>

#include "events/bundle.hpp"
#include "events/json/canonical_json.hpp"
#include "tests/tools/played.hpp"

namespace verloop::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class BundlePage : public Played {
 protected:
  void SetUp() override {
    Played::SetUp();
    page_ = make(case_name, "ib-1");
    bundle_ = read_bundle_page(page_).value().bundle;
    key_ = format(decode_bundle(bundle_).value().key);
  }
  std::string make(const std::string& of, const std::string& actor) const {
    const Ran ran = program.run(
        {"bundle", of, "--html", "--data", "data", "--as", name + "." + actor, "-o", "page.html"});
    EXPECT_EQ(ran.status, 0) << ran.all();
    return read_file(program / "page.html");
  }
  Ran check(const std::string& page) const {
    program.write("checked.html", page);
    return program.run({"verify", "checked.html", "--key", key_});
  }
  static std::string replaced(std::string text, const std::string& old, const std::string& with) {
    const std::size_t at = text.find(old);
    EXPECT_NE(at, std::string::npos) << old;
    return text.replace(at, old.size(), with);
  }
  /// The page with another bundle in it, and the sentences that it had.
  std::string with_bundle(const std::string& bundle) const {
    return replaced(page_, to_base64(bundle_), to_base64(bundle));
  }
  /// The bundle with a record changed that is at this place among its events.
  std::string with_record_changed(std::size_t index) const {
    Bundle changed = decode_bundle(bundle_).value();
    std::string& bytes = changed.events.at(index).record.bytes;
    bytes = replaced(bytes, R"("recordedAt":"2)", R"("recordedAt":"3)");
    return encode(changed);
  }
  std::string key_, page_, bundle_;
};

TEST_F(BundlePage, TellsTheHistoryInSentences) {
  EXPECT_THAT(page_, testing::StartsWith("<!doctype html>\n<html lang=\"en\">"));
  EXPECT_THAT(page_, HasSubstr("internal coordinator) may see it</h1>"));
  EXPECT_THAT(page_, HasSubstr("Noor Vermeulen"));
  EXPECT_THAT(make(case_name, "con-1"), Not(HasSubstr("Noor Vermeulen")));
}

TEST_F(BundlePage, NeedsNothingFromElsewhere) {
  for (const char* outside : {"http:", "https:", " src=", " href=", "@import", ": url(", "fetch("})
    EXPECT_THAT(page_, Not(HasSubstr(outside)));
}

TEST_F(BundlePage, IsVerifiedAndSoIsWhatItSays) {
  const Ran good = check(page_);
  EXPECT_EQ(good.status, 0) << good.all();
  EXPECT_THAT(good.out, testing::StartsWith("Verified: "));
  const Ran retold = check(replaced(page_, "Noor Vermeulen", "Someone Else"));
  EXPECT_EQ(retold.status, 1);
  EXPECT_THAT(retold.out, HasSubstr("the page is not the one that this program makes"));
  const Ran changed = check(with_bundle(with_record_changed(1)));
  EXPECT_EQ(changed.status, 1);
  EXPECT_THAT(changed.out, HasSubstr("the record is not proved to lie here"));
}

TEST_F(BundlePage, IsRefusedWhenItHoldsNoBundle) {
  for (const std::string& other :
       {std::string("<!doctype html>"), page_.substr(0, 300), with_bundle("nonsense"),
        replaced(page_, "lang=\"en\"", "lang=\"xx\"")})
    EXPECT_EQ(check(other).status, 1);
}

TEST_F(BundlePage, ShowsMarkupInAValueAsText) {
  const std::string markup = "</script><img src=x onerror=alert(1)>&\"'%TITLE%";
  ASSERT_EQ(program
                .run({"do", "m1", "openCase", "--data", "data", "--as", name + ".ib-1",
                      "title=" + markup})
                .status,
            0);
  ASSERT_EQ(program
                .run({"do", "m1", "includePupil", "--data", "data", "--as", name + ".ib-1",
                      "pupil=pup-x", "name=" + markup})
                .status,
            0);
  const std::string page = make("m1", "ib-1");
  EXPECT_THAT(page, Not(HasSubstr("<img")));
  EXPECT_THAT(page, HasSubstr("&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&amp;&quot;&#39;"
                              "%TITLE%"));
  EXPECT_EQ(check(page).status, 0);
}

/// Where there is a browser: what it shows when its scripts have run.
class BundlePageInABrowser : public BundlePage {
 protected:
  void SetUp() override {
    if (program.wait(program.start_other({"chromium", "--version"})).status != 0)
      GTEST_SKIP() << "chromium not found";
    BundlePage::SetUp();
  }
  std::string shown(const std::string& page) const {
    program.write("shown.html", page);
    const std::string profile = (program / "profile").string();
    const std::string address = "file://" + (program / "shown.html").string();
    const Ran ran = program.wait(program.start_other(
        {"timeout", "120", "chromium", "--headless", "--no-sandbox", "--disable-gpu",
         "--user-data-dir=" + profile, "--virtual-time-budget=20000", "--dump-dom", address}));
    EXPECT_EQ(ran.status, 0) << ran.err;
    return ran.out;
  }
  /// What it says about a text from elsewhere.
  std::string compared(const std::string& text) const {
    const std::string script =
        "<script>const t = setInterval(() => { if (!document.querySelector('#signed dd')) return;"
        "clearInterval(t); const box = document.getElementById('elsewhere'); box.value = " +
        canonical_json(boost::json::value(text)) +
        "; box.dispatchEvent(new Event('input')); }, 10);</script></body>";
    const std::string dom = shown(replaced(page_, "</body>", script));
    const std::string start = "<p id=\"compared\" role=\"status\">";
    const std::size_t at = dom.find(start) + start.size();
    return dom.substr(at, dom.find("</p>", at) - at);
  }
};

TEST_F(BundlePageInABrowser, SaysThatItIsVerified) {
  const std::string dom = shown(page_);
  EXPECT_THAT(dom, HasSubstr("<body data-verdict=\"verified\">"));
  EXPECT_THAT(dom, HasSubstr("<ul id=\"faults\"></ul>"));
  EXPECT_THAT(dom, HasSubstr("<dt>name</dt><dd>Noor Vermeulen</dd>"));
}

TEST_F(BundlePageInABrowser, SaysWhichEventIsFalse) {
  const std::string dom = shown(with_bundle(with_record_changed(2)));
  EXPECT_THAT(dom, HasSubstr("<body data-verdict=\"false\">"));
  EXPECT_THAT(dom, HasSubstr("<li class=\"shown false\" data-version=\"2\">"));
  EXPECT_THAT(dom, HasSubstr("<li class=\"shown\" data-version=\"1\">"));
}

TEST_F(BundlePageInABrowser, NoticesAnEventThatTheBundleDoesNotHold) {
  const std::string more = "<ol id=\"history\">\n<li class=\"shown\" data-version=\"999\"></li>";
  const std::string dom = shown(replaced(page_, "<ol id=\"history\">", more));
  EXPECT_THAT(dom, HasSubstr("<body data-verdict=\"false\">"));
  EXPECT_THAT(dom, HasSubstr("the page shows an event that there is not: version 999"));
}

TEST_F(BundlePageInABrowser, ComparesWithWhatComesFromElsewhere) {
  const std::string note = decode_bundle(bundle_).value().checkpoint;
  const std::size_t root = note.find('\n', note.find('\n') + 1) + 1;
  std::string other = note;
  other[root] = other[root] == 'A' ? 'B' : 'A';
  EXPECT_EQ(compared(key_), "It is this key.");
  EXPECT_EQ(compared(note), "It is the same checkpoint.");
  EXPECT_THAT(compared(other), HasSubstr("DIFFERENT"));
  EXPECT_EQ(compared("nonsense"), "That is not this key, and no checkpoint.");
}

}  // namespace
}  // namespace verloop::test
