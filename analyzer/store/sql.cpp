#include "analyzer/store/sql.h"

#include <algorithm>
#include <utility>

#include "analyzer/store/bytes.h"

namespace analyzer::store {

Db::~Db() = default;

Result<std::int64_t> Db::number(std::string_view sql) {
  Query query(*this, sql);
  const Result<bool> row = query.step();
  if (!row) return tl::unexpected(row.error());
  return *row ? query.number(0) : 0;
}

Result<Db::Statements::node_type> Db::take_statement(std::string_view sql) {
  if (const auto found = idle_.find(sql); found != idle_.end()) return idle_.extract(found);
  Result<std::unique_ptr<Statement>> statement = prepare(sql);
  if (!statement) return tl::unexpected(statement.error());
  Statements one;
  return one.extract(one.emplace(sql, *std::move(statement)));
}

void Db::give_back(Statements::node_type node) {
  constexpr std::size_t kMaxIdle = 256;
  node.mapped()->reset();
  node.mapped()->clear();
  if (idle_.size() < kMaxIdle) idle_.insert(std::move(node));
}

Query::Query(Db& db, std::string_view sql) : db_(db) {
  Result<Db::Statements::node_type> node = db_.take_statement(sql);
  if (!node) {
    error_ = node.error();
    return;
  }
  node_ = *std::move(node);
  statement_ = node_.mapped().get();
}

Query::~Query() {
  if (statement_ != nullptr) db_.give_back(std::move(node_));
}

Query& Query::bind(std::int64_t value) {
  if (statement_ != nullptr) statement_->bind_number(next_++, value);
  return *this;
}

Query& Query::bind(double value) {
  if (statement_ != nullptr) statement_->bind_real(next_++, value);
  return *this;
}

Query& Query::bind(std::string_view text) {
  if (statement_ != nullptr) statement_->bind_text(next_++, text);
  return *this;
}

Query& Query::bind(Blob blob) {
  if (statement_ != nullptr) statement_->bind_blob(next_++, blob.bytes);
  return *this;
}

Query& Query::bind_null() {
  if (statement_ != nullptr) statement_->bind_null(next_++);
  return *this;
}

Query& Query::bind(const Digest& digest) {
  return bind(Blob{{reinterpret_cast<const char*>(digest.data()), digest.size()}});
}

Query& Query::bind(LinkKey key) {
  ByteWriter bytes;
  bytes.put(key);
  return bind(Blob{bytes.bytes()});
}

Result<bool> Query::step() {
  if (error_) return tl::unexpected(*error_);
  return statement_->step();
}

Status Query::run() {
  if (error_) return tl::unexpected(*error_);
  return statement_->run();
}

Result<std::int64_t> Query::given_number() {
  const Result<bool> row = step();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return fail(ErrorCode::kCorrupt, "store: a new row was given no number");
  const std::int64_t out = number(0);
  // Some databases end the statement only with its last row.
  if (const Result<bool> end = step(); !end) return tl::unexpected(end.error());
  return out;
}

void Query::reset() {
  if (statement_ == nullptr) return;
  statement_->reset();
  next_ = 1;
}

Digest Query::digest(int column) const {
  Digest out{};
  const std::string_view bytes = text(column);
  std::copy_n(bytes.begin(), std::min(bytes.size(), out.size()), out.begin());
  return out;
}

LinkKey Query::key(int column) const { return ByteReader(text(column)).get_key(); }

std::string marks(std::size_t size) {
  std::string out = "(";
  for (std::size_t i = 0; i < size; ++i) out += i == 0 ? "?" : ", ?";
  return out + ")";
}

std::string contains(std::string_view text) {
  std::string out = "%";
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '\\') out += '\\';
    out += c;
  }
  return out + "%";
}

std::string join_words(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

std::vector<std::string> split_words(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end > 0) out.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

}  // namespace analyzer::store
