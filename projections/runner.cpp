#include "projections/runner.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "projections/audit_index.hpp"
#include "projections/cases.hpp"
#include "projections/compliance.hpp"
#include "projections/deadline_list.hpp"
#include "projections/memory/memory_views.hpp"

namespace verloop {
namespace {

constexpr std::size_t page_size = 512;

using Projections = std::vector<std::unique_ptr<Projection>>;

/// A projection on its way through the log.
struct Running {
  const Projection* projection;
  Position next;
  std::unique_ptr<View> view;
};

Result<std::vector<Running>> start(const ViewStore& views, const Projections& projections) {
  std::vector<Running> running;
  for (const auto& projection : projections) {
    const auto next = views.applied(projection->view());
    if (next.has_error()) return next.error();
    running.push_back({projection.get(), *next, nullptr});
  }
  return running;
}

/// The positions on a page behind which it has no other record of the same case.
std::set<Position> last_of_cases(const std::vector<StoredRecord>& page) {
  std::map<CaseId, Position> last;
  for (const StoredRecord& stored : page)
    last.insert_or_assign(stored.record.case_id, stored.record.position);
  std::set<Position> positions;
  for (const auto& [id, position] : last) positions.insert(position);
  return positions;
}

Error stopped(const Running& one, Position at, const Error& why) {
  return Error{why.code, "projection " + std::string(one.projection->name()) +
                             " stops at position " + std::to_string(at.value) + ": " + why.detail};
}

/// A setting of a procedure bears on all its cases.
Result<> apply_setting(const StoredRecord& stored, const CaseFold& fold,
                       std::vector<Running>& running) {
  return fold.apply_to_cases(stored, [&](const Applied& applied) -> Result<> {
    for (Running& one : running) {
      if (stored.record.position < one.next) continue;
      auto done = one.projection->apply_setting(applied, *one.view);
      if (done.has_error()) return stopped(one, stored.record.position, done.error());
    }
    return {};
  });
}

Result<> apply_page(const std::vector<StoredRecord>& page, CaseFold& fold,
                    std::vector<Running>& running) {
  const std::set<Position> last = last_of_cases(page);
  for (const StoredRecord& stored : page) {
    auto applied = fold.apply(stored);
    if (applied.has_error()) return applied.error();
    applied->is_last = last.contains(stored.record.position);
    if (changes_procedure(stored.record)) {
      auto done = apply_setting(stored, fold, running);
      if (done.has_error()) return done;
    }
    for (Running& one : running) {
      if (stored.record.position < one.next) continue;
      auto done = one.projection->apply(*applied, *one.view);
      if (done.has_error()) return stopped(one, stored.record.position, done.error());
      one.next = stored.record.position.next();
    }
  }
  return {};
}

/// Applies positions [from, until) to all that are not beyond them.
Result<> run(const EventLog& log, CaseFold& fold, ViewStore& views, std::vector<Running>& running,
             std::uint64_t until,
             const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
  const auto first =
      std::min_element(running.begin(), running.end(),
                       [](const Running& a, const Running& b) { return a.next < b.next; });
  for (Position from = first == running.end() ? Position{until} : first->next;
       from.value < until;) {
    const auto page = log.read(from, std::min<std::uint64_t>(page_size, until - from.value));
    if (page.has_error()) return page.error();
    if (page->empty()) break;
    const Position end = page->back().record.position.next();
    for (Running& one : running) {
      if (one.next < end) one.view = views.begin(one.projection->view());
    }
    auto applied = apply_page(*page, fold, running);
    if (applied.has_error()) return applied;
    from = end;
    for (Running& one : running) {
      if (one.view == nullptr) continue;  // Ahead of this page already.
      auto committed = views.commit(std::move(one.view), one.next);
      one.view = nullptr;
      if (committed.has_error()) return committed;
    }
    if (progress) progress(from.value, until);
  }
  return {};
}

/// Views of older versions, which nothing reads any more.
std::vector<ViewId> older_views(const Projection& projection) {
  std::vector<ViewId> older;
  for (std::uint32_t version = 1; version < projection.version(); ++version)
    older.push_back({std::string(projection.name()), version});
  return older;
}

std::vector<ViewId> known_views(const Projections& projections) {
  std::vector<ViewId> known;
  for (const auto& projection : projections) {
    known.push_back(projection->view());
    for (ViewId& id : older_views(*projection)) known.push_back(std::move(id));
  }
  return known;
}

Result<> drop_older(ViewStore& views, const Projections& projections) {
  for (const auto& projection : projections) {
    for (const ViewId& id : older_views(*projection)) {
      const auto applied = views.applied(id);
      if (applied.has_error()) return applied.error();
      if (applied->value == 0) continue;
      if (auto dropped = views.drop(id); dropped.has_error()) return dropped;
    }
  }
  return {};
}

}  // namespace

std::vector<std::unique_ptr<Projection>> shipped_projections() {
  std::vector<std::unique_ptr<Projection>> projections;
  projections.push_back(std::make_unique<Cases>());
  projections.push_back(std::make_unique<DeadlineList>());
  projections.push_back(std::make_unique<Compliance>());
  projections.push_back(std::make_unique<AuditIndex>());
  return projections;
}

Result<> Runner::catch_up(const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
  if (auto dropped = drop_older(views_, projections_); dropped.has_error()) return dropped;
  auto running = start(views_, projections_);
  if (running.has_error()) return running.error();
  CaseFold fresh(log_, definitions_);
  return run(log_, kept_ != nullptr ? *kept_ : fresh, views_, *running, log_.tail().size, progress);
}

Result<> Runner::rebuild(const std::string& name,
                         const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
  bool found = false;
  for (const auto& projection : projections_) {
    if (!name.empty() && projection->name() != name) continue;
    found = true;
    auto dropped = views_.drop(projection->view());
    if (dropped.has_error()) return dropped;
  }
  if (!found) return Error{Errc::not_found, "there is no projection " + name};
  return catch_up(progress);
}

Result<std::vector<ProjectionDifference>> compare_with_rebuild(const EventLog& log,
                                                               const Definitions& definitions,
                                                               const ViewStore& live,
                                                               const Projections& projections) {
  std::vector<ProjectionDifference> differences;
  const auto strangers = live.strangers(known_views(projections));
  if (strangers.has_error()) return strangers.error();
  for (const std::string& what : *strangers)
    differences.push_back({"", "beside the projections lies " + what});
  for (const auto& projection : projections) {
    const auto position = live.applied(projection->view());
    if (position.has_error()) return position.error();
    MemoryViews fresh;
    std::vector<Running> running;
    running.push_back({projection.get(), Position{}, nullptr});
    CaseFold fold(log, definitions);
    auto done = run(log, fold, fresh, running, position->value, {});
    if (done.has_error()) return done.error();
    const auto expected = fresh.fingerprint(projection->view());
    const auto actual = live.fingerprint(projection->view());
    if (expected.has_error()) return expected.error();
    if (actual.has_error()) return actual.error();
    if (*expected != *actual) {
      differences.push_back(
          {std::string(projection->name()),
           "differs from a rebuild up to position " + std::to_string(position->value)});
    }
  }
  return differences;
}

}  // namespace verloop
