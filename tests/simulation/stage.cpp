#include "tests/simulation/stage.hpp"

#include <random>

#include "projections/memory/memory_views.hpp"
#include "projections/rocksdb/rocks_views.hpp"
#include "tests/events/contract/stores.hpp"
#include "tests/support/definitions.hpp"

namespace verloop::test {
namespace {

/// Salts that the same seed gives again.
SeedSource seeds_from(std::uint64_t seed) {
  auto engine = std::make_shared<std::mt19937_64>(seed);
  return [engine] {
    Seed made;
    for (std::byte& each : made) each = static_cast<std::byte>((*engine)() & 0xFFU);
    return made;
  };
}

/// Views as they lie beside each kind of log.
class ViewsInMemory {
 public:
  ViewStore& get() { return views_; }
  void close() {}
  void open() {}

 private:
  MemoryViews views_;
};

class ViewsOnDisk {
 public:
  ViewsOnDisk() { open(); }
  ViewStore& get() { return *views_; }
  void close() { views_.reset(); }
  void open() { views_ = RocksViews::open(folder_ / "views").value(); }

 private:
  TemporaryFolder folder_;
  std::unique_ptr<RocksViews> views_;
};

template <class Base, class Views>
class StoresOf final : public Stores {
 public:
  EventLog& log() override { return base_.log(); }
  Vault& vault() override { return base_.vault(); }
  DocumentStore& documents() override { return base_.documents(); }
  const LogContents& contents() const override { return base_.contents(); }
  ViewStore& views() override { return views_.get(); }
  void reopen() override {
    views_.close();
    base_.reopen();
    views_.open();
  }

 private:
  Base base_;
  Views views_;
};

std::unique_ptr<Stores> stores(Kept kept) {
  if (kept == Kept::on_disk) return std::make_unique<StoresOf<RocksStores, ViewsOnDisk>>();
  return std::make_unique<StoresOf<MemoryStores, ViewsInMemory>>();
}

}  // namespace

Stage::Parts::Parts(Stores& stores, Definitions known, const SeedSource& seed,
                    const std::vector<std::unique_ptr<Projection>>& projections)
    : definitions(std::move(known)),
      processor(stores.log(), stores.vault(), definitions, directory, seed),
      kept(stores.log(), definitions),
      runner(stores.log(), definitions, stores.views(), projections, &kept) {
  directory.load(stores.log()).value();
}

Stage::Stage(Kept kept, std::uint64_t seed) : seed_(seeds_from(seed)), stores_(stores(kept)) {
  begin(Definitions(system_catalogue()));
}

void Stage::begin(Definitions known) {
  parts_ = std::make_unique<Parts>(*stores_, std::move(known), seed_, projections_);
}

void Stage::deploy(const std::shared_ptr<const Definition>& definition, Timestamp now) {
  definitions().deploy_system(log(), seed_, now).value();
  definitions().deploy(definition, log(), seed_, now).value();
}

void Stage::restart(Reading reading) {
  Definitions known = reading == Reading::all ? Definitions(system_catalogue()) : definitions();
  parts_.reset();
  stores_->reopen();
  if (reading == Reading::all) known.load(log()).value();
  begin(std::move(known));
}

Sources Stage::sources() {
  return {log(), vault(), definitions(), directory()};
}

ErasureWork Stage::erasure() {
  return {log(), vault(), stores_->documents(), erasures_, definitions(), *system_catalogue(),
          seed_};
}

}  // namespace verloop::test
