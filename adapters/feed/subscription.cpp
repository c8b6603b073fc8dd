#include "adapters/feed/subscription.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "adapters/late.hpp"

namespace verloop {
namespace {

namespace asio = boost::asio;

bool passes(const SubscriptionRequest& request, const Record& record) {
  if (is_system_stream(record.case_id.text)) return false;
  if (request.case_id && *request.case_id != record.case_id) return false;
  if (!request.procedure.empty() && !record.procedure.starts_with(request.procedure + "@"))
    return false;
  const std::string& type = record.type.text;
  return request.type.empty() || request.type == type ||
         request.type == type.substr(0, type.find('@'));
}

/// None when the subscriber may not know of the event.
Result<std::optional<boost::json::object>> seen_event(const Services& services,
                                                      const SubscriptionRequest& request,
                                                      const Record& record,
                                                      std::vector<Sight>& sights) {
  const auto loaded = services.processor.find(record.case_id);
  if (loaded.has_error()) return loaded.error();
  const Definition* present = services.definitions.find((*loaded)->state.definition);
  const Definition* definition = services.definitions.find(record.procedure);
  if (present == nullptr || definition == nullptr)
    return Error{Errc::not_found, "the definition " + record.procedure + " is not deployed here"};
  auto reader = reader_of(request.actor, request.role, **loaded, *present, services.rights(),
                          request.language);
  if (reader.has_error()) return reader.error();
  const Reader* who = std::get_if<Reader>(&*reader);
  if (who == nullptr) return std::optional<boost::json::object>();
  Looks looks;
  auto event = event_answer(services.sources(), *who, record, *definition, looks);
  add_sight(sights, who->actor, std::move(looks), record.position);
  if (event.has_value() && *event) (**event)["case"] = record.case_id.text;
  return event;
}

Occasion occasion_of(const Services& services, const SubscriptionRequest& request) {
  return {"subscription.event", Via::socket, services.clock.now(), request.purpose};
}

}  // namespace

Result<Guarded<SeenPage>> read_seen(const Services& services, const SubscriptionRequest& request,
                                    Position from) {
  SeenPage page;
  std::vector<Sight> sights;
  page.next = from;
  const auto records = services.log.read(from, request.window);
  if (records.has_error()) return records.error();
  for (const StoredRecord& stored : *records) {
    page.next = stored.record.position.next();
    if (!passes(request, stored.record)) continue;
    auto event = seen_event(services, request, stored.record, sights);
    if (event.has_error()) return event.error();
    if (*event) page.events.push_back({stored.record.position, std::move(**event)});
  }
  return Guarded(std::move(page), std::move(sights));
}

/// A page as it may be sent: one write says who saw what of it, and what others see just now.
asio::awaitable<Result<SeenPage>> Subscription::read(std::shared_ptr<Subscription> self) {
  const Services& services = self->services_;
  auto page = read_seen(services, self->request_, self->next_);
  if (page.has_error()) co_return page.error();
  const auto late = std::make_shared<Late<Result<SeenPage>>>(self->storage_);
  services.access.hand_out<SeenPage>(std::move(*page), occasion_of(services, self->request_),
                                     [late](Result<SeenPage> handed) { late->set(handed); });
  auto handed = co_await late->wait();
  if (handed.has_error()) services.upkeep.failed(handed.error());
  co_return handed;
}

asio::awaitable<bool> Subscription::send(std::shared_ptr<Subscription> self,
                                         std::vector<SeenEvent> events) {
  for (SeenEvent& event : events) {
    if (self->stopped_) co_return false;
    std::string line = self->write_(self->request_, std::move(event));
    const bool sent = co_await self->out_->send(std::move(line));
    if (!sent) co_return false;
  }
  co_return true;
}

asio::awaitable<Result<>> Subscription::run(std::shared_ptr<Subscription> self) {
  while (!self->stopped_) {
    if (self->next_.value >= self->signal_.size()) {
      co_await self->signal_.wait();
      continue;
    }
    auto reading = read(self);
    auto page = co_await asio::co_spawn(self->storage_, std::move(reading), asio::use_awaitable);
    if (page.has_error()) co_return page.error();
    self->next_ = page->next;
    const bool taken = co_await send(self, std::move(page->events));
    if (!taken) break;
  }
  co_return Result<>();
}

void Subscription::stop() {
  stopped_ = true;
  signal_.wake();
}

}  // namespace verloop
