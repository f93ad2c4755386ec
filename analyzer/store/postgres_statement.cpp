#include "analyzer/store/postgres_statement.h"

#include <libpq-fe.h>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace analyzer::store {
namespace {

// Numbers of types, as in PostgreSQL's catalog pg_type.
constexpr std::uint32_t kBool = 16;
constexpr std::uint32_t kBytea = 17;
constexpr std::uint32_t kInt8 = 20;
constexpr std::uint32_t kInt2 = 21;
constexpr std::uint32_t kInt4 = 23;
constexpr std::uint32_t kText = 25;
constexpr std::uint32_t kFloat4 = 700;
constexpr std::uint32_t kFloat8 = 701;

// Binary values have the highest byte first.
void put_big_endian(std::string& out, std::uint64_t bits) {
  out.resize(8);
  for (std::size_t i = 0; i < 8; ++i) out[i] = static_cast<char>(bits >> (56U - 8U * i));
}

std::uint64_t big_endian(std::string_view bytes) {
  std::uint64_t out = 0;
  for (const char c : bytes) out = out << 8U | static_cast<unsigned char>(c);
  return out;
}

}  // namespace

PostgresStatement::PostgresStatement(PostgresDb& db, std::string_view sql)
    : db_(db), sql_(numbered_parameters(sql)), writes_(!sql_.starts_with("SELECT")) {}

PostgresStatement::~PostgresStatement() { db_.drop(prepared_); }

PgValue& PostgresStatement::value(int parameter) {
  const auto index = static_cast<std::size_t>(parameter) - 1;
  if (values_.size() <= index) values_.resize(index + 1);
  values_[index].null = false;
  return values_[index];
}

void PostgresStatement::bind_number(int parameter, std::int64_t number) {
  PgValue& out = value(parameter);
  out.type = kInt8;
  put_big_endian(out.bytes, static_cast<std::uint64_t>(number));
}

void PostgresStatement::bind_real(int parameter, double number) {
  PgValue& out = value(parameter);
  out.type = kFloat8;
  std::uint64_t bits = 0;
  std::memcpy(&bits, &number, sizeof bits);
  put_big_endian(out.bytes, bits);
}

void PostgresStatement::bind_text(int parameter, std::string_view text) {
  PgValue& out = value(parameter);
  out.type = kText;
  out.bytes.assign(text);
}

void PostgresStatement::bind_blob(int parameter, std::string_view bytes) {
  PgValue& out = value(parameter);
  out.type = kBytea;
  out.bytes.assign(bytes);
}

void PostgresStatement::bind_null(int parameter) {
  PgValue& out = value(parameter);
  out.null = true;
  out.type = 0;
  out.bytes.clear();
}

Result<bool> PostgresStatement::step() {
  if (rows_ == nullptr) {
    Result<PgResult> rows = db_.execute(prepared_, sql_, values_, writes_, true);
    if (!rows) return tl::unexpected(rows.error());
    rows_ = *std::move(rows);
    row_ = 0;
  }
  if (row_ >= PQntuples(rows_.get())) return false;
  ++row_;
  return true;
}

Status PostgresStatement::run() {
  reset();
  const Result<PgResult> done = db_.execute(prepared_, sql_, values_, writes_, !writes_);
  if (!done) return tl::unexpected(done.error());
  return {};
}

void PostgresStatement::reset() {
  rows_.reset();
  row_ = 0;
}

void PostgresStatement::clear() {
  for (PgValue& value : values_) {
    value.null = true;
    value.type = 0;
  }
}

bool PostgresStatement::is_null(int column) const {
  if (rows_ == nullptr || row_ == 0 || row_ > PQntuples(rows_.get())) return true;
  return PQgetisnull(rows_.get(), row_ - 1, column) == 1;
}

std::string_view PostgresStatement::bytes(int column) const {
  if (is_null(column)) return {};
  return {PQgetvalue(rows_.get(), row_ - 1, column),
          static_cast<std::size_t>(PQgetlength(rows_.get(), row_ - 1, column))};
}

std::int64_t PostgresStatement::number(int column) const {
  if (is_null(column)) return 0;
  const std::uint64_t bits = big_endian(bytes(column));
  switch (PQftype(rows_.get(), column)) {
    case kInt8:
      return static_cast<std::int64_t>(bits);
    case kInt4:
      return static_cast<std::int32_t>(bits);
    case kInt2:
      return static_cast<std::int16_t>(bits);
    case kBool:
      return bits != 0 ? 1 : 0;
    case kFloat8:
    case kFloat4:
      return static_cast<std::int64_t>(real(column));
    default:
      return 0;  // no number: the SQL casts what has another type
  }
}

double PostgresStatement::real(int column) const {
  if (is_null(column)) return 0.0;
  const std::uint64_t bits = big_endian(bytes(column));
  if (PQftype(rows_.get(), column) == kFloat8) {
    double out = 0.0;
    std::memcpy(&out, &bits, sizeof out);
    return out;
  }
  if (PQftype(rows_.get(), column) == kFloat4) {
    const auto half = static_cast<std::uint32_t>(bits);
    float out = 0.0F;
    std::memcpy(&out, &half, sizeof out);
    return out;
  }
  return static_cast<double>(number(column));
}

std::string numbered_parameters(std::string_view sql) {
  std::string out;
  out.reserve(sql.size() + 16);
  bool quoted = false;
  int last = 0;
  for (std::size_t i = 0; i < sql.size(); ++i) {
    if (sql[i] == '\'') quoted = !quoted;
    if (sql[i] != '?' || quoted) {
      out += sql[i];
      continue;
    }
    int number = 0;
    const auto [end, error] = std::from_chars(sql.data() + i + 1, sql.data() + sql.size(), number);
    if (error == std::errc{}) {
      i = static_cast<std::size_t>(end - sql.data()) - 1;
    } else {
      number = last + 1;
    }
    last = std::max(last, number);
    out += "$" + std::to_string(number);
  }
  return out;
}

}  // namespace analyzer::store
