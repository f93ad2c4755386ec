#include "tests/bench/load_client.h"

#include <algorithm>
#include <array>
#include <boost/asio.hpp>
#include <charconv>
#include <deque>
#include <memory>
#include <random>
#include <string_view>
#include <vector>

namespace analyzer::bench {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using Tcp = asio::ip::tcp;
using Clock = std::chrono::steady_clock;
using Moment = Clock::time_point;

constexpr std::size_t kReadBytes = 16384;

// What an answer's head says; of headers only what the count needs.
struct Head {
  std::size_t size = 0;  // with the empty line; 0: not there yet
  int status = 0;
  std::size_t length = 0;  // of the body
  bool retry_after = false;
};

bool same_name(std::string_view line, std::string_view name) {
  if (line.size() <= name.size() || line[name.size()] != ':') return false;
  return std::equal(name.begin(), name.end(), line.begin(),
                    [](char a, char b) { return a == (b | 0x20); });
}

Head read_head(std::string_view bytes) {
  Head head;
  const std::size_t end = bytes.find("\r\n\r\n");
  if (end == std::string_view::npos) return head;
  head.size = end + 4;
  const auto number = [](std::string_view text, auto& value) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    std::from_chars(text.data(), text.data() + text.size(), value);
  };
  if (end > 12) number(bytes.substr(9, 3), head.status);
  for (std::size_t at = bytes.find("\r\n"); at < end; at = bytes.find("\r\n", at)) {
    at += 2;
    const std::string_view line = bytes.substr(at, bytes.find("\r\n", at) - at);
    if (same_name(line, "content-length")) number(line.substr(15), head.length);
    head.retry_after = head.retry_after || same_name(line, "retry-after");
  }
  return head;
}

class Driver;

// One connection: idle, or with one request on its way.
class Channel {
 public:
  Channel(asio::io_context& io, Driver& driver, std::uint16_t port)
      : socket_(io), driver_(driver), port_(port) {}

  bool open() {
    error_code error;
    socket_.close(error);
    socket_.connect({asio::ip::address_v4::loopback(), port_}, error);
    if (error) return false;
    socket_.set_option(Tcp::no_delay(true), error);
    held_.clear();
    return true;
  }

  std::string& request() { return request_; }
  Moment meant() const { return meant_; }
  void send(Moment meant);

 private:
  void read();
  void took(std::size_t bytes);

  Tcp::socket socket_;
  Driver& driver_;
  std::uint16_t port_;
  std::string request_;
  std::string held_;  // of the answer
  std::array<char, kReadBytes> buffer_;
  Moment meant_;
};

class Driver {
 public:
  Driver(const Target& target, const Mix& mix, const Step& step)
      : target_(target), mix_(mix), step_(step), timer_(io_) {
    out_.next = step.first;
    lines_ = "POST " + target.path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
    if (!target.key.empty()) lines_ += "Authorization: Bearer " + target.key + "\r\n";
    lines_ += "Content-Type: application/json\r\nContent-Length: ";
  }

  Result<Outcome> run();

  // Of a channel: its answer is there, or it broke.
  void answered(Channel& channel, const Head& head, std::string_view answer);
  void broke(Channel& channel);

 private:
  bool open_loop() const { return step_.rate > 0; }
  void draw_moments();
  void wait_for_next();
  void let_go();
  bool more() const;
  void send_on(Channel& channel, Moment meant);
  void free(Channel& channel);
  void end_if_done();

  const Target& target_;
  const Mix& mix_;
  const Step& step_;
  asio::io_context io_{BOOST_ASIO_CONCURRENCY_HINT_UNSAFE};
  asio::steady_timer timer_;
  std::string lines_;  // of every request, up to its length
  std::string body_;
  std::vector<std::unique_ptr<Channel>> channels_;
  std::vector<Channel*> idle_;            // the last used first
  std::vector<Clock::duration> moments_;  // since begin_, of an open loop
  std::size_t due_ = 0;                   // moments that have come
  std::size_t gone_ = 0;                  // of these, sent
  Moment begin_, end_;
  std::uint64_t on_the_way_ = 0;
  Outcome out_;
};

void Channel::send(Moment meant) {
  meant_ = meant;
  held_.clear();
  asio::async_write(socket_, asio::buffer(request_), [this](error_code error, std::size_t) {
    if (error) return driver_.broke(*this);
    read();
  });
}

void Channel::read() {
  socket_.async_read_some(asio::buffer(buffer_), [this](error_code error, std::size_t bytes) {
    if (error) return driver_.broke(*this);
    took(bytes);
  });
}

void Channel::took(std::size_t bytes) {
  std::string_view answer(buffer_.data(), bytes);
  if (!held_.empty()) answer = held_.append(answer);
  const Head head = read_head(answer);
  if (head.size == 0 || answer.size() < head.size + head.length) {
    if (held_.empty()) held_ = answer;
    return read();
  }
  driver_.answered(*this, head, answer);
}

void Driver::draw_moments() {
  std::mt19937_64 random(step_.first + 1);
  std::exponential_distribution<double> gap(step_.rate);
  const double end = std::chrono::duration<double>(step_.time).count();
  moments_.reserve(static_cast<std::size_t>(step_.rate * end * 1.1) + 16);
  for (double at = gap(random); at < end; at += gap(random)) {
    if (step_.most > 0 && moments_.size() >= step_.most) break;
    moments_.push_back(
        std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(at)));
  }
}

Result<Outcome> Driver::run() {
  if (target_.ports.empty()) return fail(ErrorCode::kInvalid, "no port");
  for (unsigned i = 0; i < std::max(1U, step_.connections); ++i) {
    const std::uint16_t port = target_.ports[i % target_.ports.size()];
    channels_.push_back(std::make_unique<Channel>(io_, *this, port));
    if (!channels_.back()->open()) {
      return fail(ErrorCode::kUnavailable, "cannot connect to port " + std::to_string(port));
    }
    idle_.push_back(channels_.back().get());
  }
  if (open_loop()) draw_moments();
  begin_ = Clock::now();
  end_ = begin_ + step_.time;
  if (open_loop()) {
    wait_for_next();
  } else {
    for (Channel* channel : std::exchange(idle_, {})) free(*channel);
  }
  io_.run_until(end_ + step_.patience);
  const bool counted_out = !open_loop() && step_.most > 0;
  const Moment until = counted_out ? std::min(Clock::now(), end_) : end_;
  out_.seconds = std::chrono::duration<double>(until - begin_).count();
  out_.broken += on_the_way_ + (moments_.size() - gone_);
  return std::move(out_);
}

void Driver::wait_for_next() {
  if (due_ == moments_.size()) return;
  timer_.expires_at(begin_ + moments_[due_]);
  timer_.async_wait([this](error_code error) {
    if (error) return;
    const Clock::duration now = Clock::now() - begin_;
    while (due_ < moments_.size() && moments_[due_] <= now) ++due_;
    let_go();
    wait_for_next();
  });
}

// Sends what is due as far as there are connections.
void Driver::let_go() {
  while (gone_ < due_ && !idle_.empty()) {
    Channel* channel = idle_.back();
    idle_.pop_back();
    send_on(*channel, begin_ + moments_[gone_++]);
  }
}

bool Driver::more() const {
  if (open_loop()) return gone_ < due_;
  return Clock::now() < end_ && (step_.most == 0 || out_.sent < step_.most);
}

void Driver::send_on(Channel& channel, Moment meant) {
  body_.clear();
  mix_.append(out_.next++, body_);
  std::string& request = channel.request();
  request = lines_;
  request += std::to_string(body_.size());
  request += "\r\n\r\n";
  request += body_;
  ++out_.sent;
  ++on_the_way_;
  channel.send(meant);
}

void Driver::free(Channel& channel) {
  if (more()) {
    send_on(channel, open_loop() ? begin_ + moments_[gone_++] : Clock::now());
    return;
  }
  idle_.push_back(&channel);
  end_if_done();
}

void Driver::end_if_done() {
  const bool sending = open_loop() ? gone_ < moments_.size() : more();
  if (!sending && on_the_way_ == 0) io_.stop();
}

void Driver::answered(Channel& channel, const Head& head, std::string_view answer) {
  --on_the_way_;
  const Moment now = Clock::now();
  const auto micros = static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::microseconds>(now - channel.meant()).count());
  if (head.status >= 200 && head.status < 300) {
    ++out_.accepted;
    if (now <= end_) ++out_.in_time;
    out_.accepted_times.add(micros);
  } else if (head.status == 503 && head.retry_after) {
    ++out_.refused;
    out_.refused_times.add(micros);
  } else {
    ++out_.failed;
    if (out_.first_failure.empty()) out_.first_failure = answer.substr(0, 2000);
  }
  free(channel);
}

void Driver::broke(Channel& channel) {
  --on_the_way_;
  ++out_.broken;
  if (channel.open()) return free(channel);
  end_if_done();
}

}  // namespace

Result<Outcome> drive(const Target& target, const Mix& mix, const Step& step) {
  return Driver(target, mix, step).run();
}

}  // namespace analyzer::bench
