#include "adapters/net/tcp_connection.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace verloop {

namespace asio = boost::asio;

namespace {

constexpr auto outcome = asio::as_tuple(asio::use_awaitable);

}  // namespace

TcpConnection::TcpConnection(asio::ip::tcp::socket socket, WireLimits limits,
                             std::chrono::milliseconds idle_max, std::string line_too_long)
    : socket_(std::move(socket)),
      line_max_(limits.message_bytes),
      idle_max_(idle_max),
      line_too_long_(std::move(line_too_long)),
      out_(std::make_shared<Outgoing>(socket_.get_executor(), limits.lines_waiting)),
      watch_(socket_.get_executor()) {}

void TcpConnection::start(Self self, std::shared_ptr<Conversation> conversation,
                          std::function<void()> over) {
  self->conversation_ = std::move(conversation);
  self->over_ = std::move(over);
  self->spawn(self, read_lines(self));
  self->spawn(self, write_lines(self));
  self->spawn(self, watch(self));
}

void TcpConnection::spawn(Self self, asio::awaitable<void> task) {
  // Whatever ends a coroutine with an exception ends this connection, and no other.
  asio::co_spawn(socket_.get_executor(), std::move(task), [self](std::exception_ptr failure) {
    if (failure) self->close();
  });
}

void TcpConnection::close() {
  if (closed_) return;
  closed_ = true;
  boost::system::error_code ignored;  // A socket that is gone already is as good as closed.
  socket_.shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
  socket_.close(ignored);
  watch_.cancel();
  out_->close();
  conversation_->end();
  if (over_) over_();
}

asio::awaitable<TcpConnection::Came> TcpConnection::next_line() {
  // One byte more for the line's end.
  auto limited = asio::dynamic_buffer(buffer_, line_max_ + 1);
  const auto [failure, count] = co_await asio::async_read_until(socket_, limited, '\n', outcome);
  note_activity();
  if (failure == asio::error::not_found) co_return Came::too_long;
  if (failure) co_return Came::end;
  line_ = buffer_.substr(0, count - 1);
  buffer_.erase(0, count);
  if (line_.ends_with('\r')) line_.pop_back();
  co_return Came::line;
}

asio::awaitable<bool> TcpConnection::skip_line() {
  for (;;) {
    const std::size_t end = buffer_.find('\n');
    if (end != std::string::npos) {
      buffer_.erase(0, end + 1);
      co_return true;
    }
    buffer_.clear();
    buffer_.shrink_to_fit();
    buffer_.resize(4096);
    const auto room = asio::buffer(buffer_);
    const auto [failure, count] = co_await socket_.async_read_some(room, outcome);
    buffer_.resize(count);
    note_activity();
    if (failure) co_return false;
  }
}

asio::awaitable<bool> TcpConnection::handle(std::string line) {
  answering_ = true;
  std::string reply = co_await conversation_->answer(std::move(line));
  answering_ = false;
  note_activity();
  if (closed_) co_return false;
  if (!reply.empty()) {
    const bool sent = co_await out_->send(std::move(reply));
    if (!sent) co_return false;
  }
  conversation_->answered();
  co_return true;
}

asio::awaitable<void> TcpConnection::read_lines(Self self) {
  for (bool going_on = true; going_on;) {
    const Came came = co_await self->next_line();
    if (came == Came::end) break;
    if (came == Came::too_long) {
      going_on = co_await self->out_->send(self->line_too_long_);
      if (going_on) going_on = co_await self->skip_line();
    } else if (!self->line_.empty()) {
      going_on = co_await self->handle(std::move(self->line_));
    }
  }
  // An empty line tells the writer that nothing follows what waits.
  const bool said = co_await self->out_->send(std::string());
  if (!said) self->close();
}

asio::awaitable<void> TcpConnection::write_lines(Self self) {
  for (;;) {
    const auto line = co_await self->out_->next();
    if (!line || line->empty()) break;
    self->writing_ = true;
    const auto bytes = asio::buffer(*line);
    const auto [failure, count] = co_await asio::async_write(self->socket_, bytes, outcome);
    self->writing_ = false;
    self->note_activity();
    if (failure) break;
  }
  self->close();
}

bool TcpConnection::is_idle() const {
  if (std::chrono::steady_clock::now() - active_ < idle_max_ || answering_) return false;
  // A client that takes nothing of what is written to it is gone, whatever it waits for.
  return writing_ || !conversation_->is_listening();
}

asio::awaitable<void> TcpConnection::watch(Self self) {
  while (!self->closed_) {
    self->watch_.expires_after(self->idle_max_);
    [[maybe_unused]] const auto passed = co_await self->watch_.async_wait(outcome);
    if (self->is_idle()) self->close();
  }
}

}  // namespace verloop
