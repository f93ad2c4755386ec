#include "models/booster.h"

#include <xgboost/c_api.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <mutex>
#include <optional>
#include <utility>

#include "models/trees.h"

namespace analyzer::models {
namespace {

Error xgb_error(ErrorCode code, const char* what) {
  return Error{code, std::string(what) + ": " + XGBGetLastError(), {}};
}

// A DMatrix that is freed.
class Data {
 public:
  Data() = default;
  Data(Data&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Data& operator=(Data&&) = delete;
  ~Data() {
    if (handle_ != nullptr) XGDMatrixFree(handle_);
  }
  DMatrixHandle* out() { return &handle_; }
  DMatrixHandle get() const { return handle_; }

 private:
  DMatrixHandle handle_ = nullptr;
};

// Writes NumPy's array interface of a row-major float matrix.
std::array<char, 160> array_interface(const float* data, std::size_t rows, std::size_t columns) {
  std::array<char, 160> out{};
  std::snprintf(out.data(), out.size(),
                R"({"data":[%llu,true],"shape":[%zu,%zu],"typestr":"<f4","version":3})",
                static_cast<unsigned long long>(reinterpret_cast<std::uintptr_t>(data)), rows,
                columns);
  return out;
}

Result<Data> make_data(std::span<const float> values, std::size_t columns) {
  Data data;
  const auto array = array_interface(values.data(), values.size() / columns, columns);
  if (XGDMatrixCreateFromDense(array.data(), R"({"missing":NaN,"nthread":1})", data.out()) != 0) {
    return tl::unexpected(xgb_error(ErrorCode::kUnavailable, "rows"));
  }
  return data;
}

double or_zero(float value) { return std::isnan(value) ? 0.0 : static_cast<double>(value); }

// With labels, weights and, if told, the column that the trees start from.
Result<Data> make_data(const Matrix& matrix, std::optional<std::size_t> start) {
  auto data = make_data(matrix.values, matrix.columns.size());
  if (!data) return data;
  if (start) {
    std::vector<float> from(matrix.rows());
    for (std::size_t i = 0; i < from.size(); ++i) {
      from[i] = static_cast<float>(or_zero(matrix.row(i)[*start]));
    }
    if (XGDMatrixSetFloatInfo(data->get(), "base_margin", from.data(), from.size()) != 0) {
      return tl::unexpected(xgb_error(ErrorCode::kUnavailable, "start"));
    }
  }
  const std::vector<float> labels(matrix.labels.begin(), matrix.labels.end());
  bool good = XGDMatrixSetFloatInfo(data->get(), "label", labels.data(), labels.size()) == 0;
  if (good && !matrix.weights.empty()) {
    good = XGDMatrixSetFloatInfo(data->get(), "weight", matrix.weights.data(),
                                 matrix.weights.size()) == 0;
  }
  if (!good) return tl::unexpected(xgb_error(ErrorCode::kUnavailable, "labels"));
  return data;
}

// The proxy that in-place prediction wants, one for each thread: making one costs
// more than a prediction.
DMatrixHandle thread_proxy() {
  struct Proxy {
    DMatrixHandle handle = nullptr;
    Proxy() {
      if (XGProxyDMatrixCreate(&handle) != 0) handle = nullptr;
    }
    ~Proxy() {
      if (handle != nullptr) XGDMatrixFree(handle);
    }
  };
  thread_local const Proxy proxy;
  return proxy.handle;
}

constexpr const char* kStart = "analyzer_start";  // attribute of the trees
constexpr const char* kPredict =
    R"({"type":1,"training":false,"iteration_begin":0,"iteration_end":0,)"
    R"("strict_shape":false,"missing":NaN,"cache_id":0})";
constexpr const char* kContributions =
    R"({"type":2,"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":false})";

std::string number(double value) {
  std::array<char, 32> out{};
  std::snprintf(out.data(), out.size(), "%.9g", value);
  return out.data();
}

// "(0,1,-1)" in the order of the columns. Fails if a name is not a column.
Result<std::string> monotone_param(const Matrix& matrix, const TrainParams& params) {
  std::vector<int> signs(matrix.columns.size(), 0);
  for (const auto& [name, sign] : params.monotone) {
    std::size_t at = 0;
    while (at < matrix.columns.size() && matrix.columns[at] != name) ++at;
    if (at == matrix.columns.size()) {
      return fail(ErrorCode::kInvalid, "monotone: no column " + name);
    }
    signs[at] = sign;
  }
  std::string out = "(";
  for (std::size_t i = 0; i < signs.size(); ++i) {
    if (i > 0) out += ',';
    out += std::to_string(signs[i]);
  }
  return out + ")";
}

// Place of the column that the trees start from. Fails if the name is no column.
Result<std::optional<std::size_t>> start_column(const Matrix& fit, const std::string& name) {
  if (name.empty()) return std::optional<std::size_t>();
  const auto at = std::find(fit.columns.begin(), fit.columns.end(), name);
  if (at == fit.columns.end()) return fail(ErrorCode::kInvalid, "start: no column " + name);
  return std::optional<std::size_t>(at - fit.columns.begin());
}

Status check_training(const Matrix& fit, const Matrix& stop) {
  if (Status sound = fit.check(); !sound) return sound;
  if (Status sound = stop.check(); !sound) return sound;
  if (fit.columns.empty()) return fail(ErrorCode::kInvalid, "training: no columns");
  if (stop.rows() > 0 && stop.columns != fit.columns) {
    return fail(ErrorCode::kInvalid, "training: the columns of the parts differ");
  }
  if (fit.positives() == 0 || fit.positives() == fit.rows()) {
    return fail(ErrorCode::kInvalid, "training: all rows have the same label");
  }
  return {};
}

}  // namespace

struct Booster::Impl {
  BoosterHandle handle = nullptr;
  std::size_t columns = 0;
  int rounds = 0;
  std::optional<std::size_t> start;  // column that the trees start from
  std::optional<Trees> trees;        // none where XGBoost must be asked
  std::mutex explain;                // prediction through a DMatrix writes the booster's caches

  Impl() = default;
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() {
    if (handle != nullptr) XGBoosterFree(handle);
  }

  // Reads the shape of `handle` and prepares it for prediction.
  Status settle() {
    bst_ulong features = 0;
    if (XGBoosterSetParam(handle, "nthread", "1") != 0 ||
        XGBoosterGetNumFeature(handle, &features) != 0 ||
        XGBoosterBoostedRounds(handle, &rounds) != 0) {
      return tl::unexpected(xgb_error(ErrorCode::kCorrupt, "model"));
    }
    columns = features;
    if (Status read = read_start(); !read) return read;
    bst_ulong size = 0;
    const char* json = nullptr;
    if (XGBoosterSaveModelToBuffer(handle, R"({"format":"json"})", &size, &json) != 0) {
      return tl::unexpected(xgb_error(ErrorCode::kCorrupt, "model"));
    }
    if (auto read = Trees::from_json({json, size}, columns)) trees = *std::move(read);
    return {};
  }

  // The start travels with the trees, as an attribute of theirs.
  Status read_start() {
    const char* text = nullptr;
    int given = 0;
    if (XGBoosterGetAttr(handle, kStart, &text, &given) != 0) {
      return tl::unexpected(xgb_error(ErrorCode::kCorrupt, "model"));
    }
    if (given == 0) return {};
    std::size_t place = 0;
    const std::string_view number = text;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), place);
    const bool whole = error == std::errc() && end == number.data() + number.size();
    if (!whole || place >= columns) return fail(ErrorCode::kCorrupt, "model: start");
    start = place;
    return {};
  }

  double started(std::span<const float> row) const { return start ? or_zero(row[*start]) : 0.0; }

  Status set_params(const Matrix& fit, const TrainParams& params);
  Result<double> log_loss(int round, const Data& stop) const;
  Result<int> grow(const Data& fit, const Data& stop, const TrainParams& params,
                   const Progress& progress);
};

Status Booster::Impl::set_params(const Matrix& fit, const TrainParams& params) {
  const auto monotone = monotone_param(fit, params);
  if (!monotone) return tl::unexpected(monotone.error());
  const std::vector<std::pair<const char*, std::string>> settings = {
      {"verbosity", "0"},
      {"nthread", "1"},
      {"objective", "binary:logistic"},
      {"eval_metric", "logloss"},
      {"tree_method", "hist"},
      {"max_depth", std::to_string(params.max_depth)},
      {"eta", number(params.eta)},
      {"min_child_weight", number(params.min_child_weight)},
      {"subsample", number(params.subsample)},
      {"colsample_bytree", number(params.column_share)},
      {"lambda", number(params.l2)},
      {"seed", std::to_string(params.seed)},
      {"base_score", "0.5"},
      {"monotone_constraints", *monotone},
  };
  for (const auto& [name, value] : settings) {
    if (XGBoosterSetParam(handle, name, value.c_str()) != 0) {
      return tl::unexpected(xgb_error(ErrorCode::kInvalid, name));
    }
  }
  return {};
}

// XGBoost reports as text: "[12]\tstop-logloss:0.123456".
Result<double> Booster::Impl::log_loss(int round, const Data& stop) const {
  std::array<DMatrixHandle, 1> data = {stop.get()};
  std::array<const char*, 1> names = {"stop"};
  const char* text = nullptr;
  if (XGBoosterEvalOneIter(handle, round, data.data(), names.data(), 1, &text) != 0) {
    return tl::unexpected(xgb_error(ErrorCode::kUnavailable, "evaluation"));
  }
  const std::string_view line = text;
  return std::strtod(text + line.rfind(':') + 1, nullptr);
}

// Returns the number of rounds to keep.
Result<int> Booster::Impl::grow(const Data& fit, const Data& stop, const TrainParams& params,
                                const Progress& progress) {
  double best = std::numeric_limits<double>::infinity();
  int best_rounds = params.max_rounds;
  for (int round = 0; round < params.max_rounds; ++round) {
    if (XGBoosterUpdateOneIter(handle, round, fit.get()) != 0) {
      return tl::unexpected(xgb_error(ErrorCode::kUnavailable, "training"));
    }
    if (progress) progress("trees", static_cast<double>(round + 1) / params.max_rounds);
    if (stop.get() == nullptr) continue;
    const auto loss = log_loss(round, stop);
    if (!loss) return tl::unexpected(loss.error());
    if (*loss < best - 1e-6) {
      best = *loss;
      best_rounds = round + 1;
    } else if (round + 1 - best_rounds >= params.early_stopping) {
      break;
    }
  }
  return best_rounds;
}

Booster::Booster(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Booster::Booster(Booster&&) noexcept = default;
Booster& Booster::operator=(Booster&&) noexcept = default;
Booster::~Booster() = default;

Result<Booster> Booster::train(const Matrix& fit, const Matrix& stop, const TrainParams& params,
                               const Progress& progress) {
  if (Status sound = check_training(fit, stop); !sound) return tl::unexpected(sound.error());
  const auto start = start_column(fit, params.start);
  if (!start) return tl::unexpected(start.error());
  auto fit_data = make_data(fit, *start);
  if (!fit_data) return tl::unexpected(fit_data.error());
  Data none;
  auto stop_data = stop.rows() > 0 ? make_data(stop, *start) : Result<Data>(std::move(none));
  if (!stop_data) return tl::unexpected(stop_data.error());

  auto impl = std::make_unique<Impl>();
  std::array<DMatrixHandle, 2> known = {fit_data->get(), stop_data->get()};
  if (XGBoosterCreate(known.data(), stop.rows() > 0 ? 2 : 1, &impl->handle) != 0) {
    return tl::unexpected(xgb_error(ErrorCode::kUnavailable, "training"));
  }
  if (Status set = impl->set_params(fit, params); !set) return tl::unexpected(set.error());
  const auto rounds = impl->grow(*fit_data, *stop_data, params, progress);
  if (!rounds) return tl::unexpected(rounds.error());

  // A slice keeps the first rounds; written and read again it holds nothing of
  // the training state.
  Impl best;
  if (XGBoosterSlice(impl->handle, 0, *rounds, 1, &best.handle) != 0) {
    return tl::unexpected(xgb_error(ErrorCode::kUnavailable, "training"));
  }
  if (*start && XGBoosterSetAttr(best.handle, kStart, std::to_string(**start).c_str()) != 0) {
    return tl::unexpected(xgb_error(ErrorCode::kUnavailable, "start"));
  }
  bst_ulong size = 0;
  const char* bytes = nullptr;
  if (XGBoosterSaveModelToBuffer(best.handle, R"({"format":"ubj"})", &size, &bytes) != 0) {
    return tl::unexpected(xgb_error(ErrorCode::kUnavailable, "saving"));
  }
  return parse({bytes, size});
}

Result<Booster> Booster::parse(std::string_view bytes) {
  if (bytes.empty()) return fail(ErrorCode::kCorrupt, "model: empty");
  auto impl = std::make_unique<Impl>();
  if (XGBoosterCreate(nullptr, 0, &impl->handle) != 0 ||
      XGBoosterSetParam(impl->handle, "verbosity", "0") != 0 ||
      XGBoosterLoadModelFromBuffer(impl->handle, bytes.data(), bytes.size()) != 0) {
    return tl::unexpected(xgb_error(ErrorCode::kCorrupt, "model"));
  }
  if (Status ready = impl->settle(); !ready) return tl::unexpected(ready.error());
  return Booster(std::move(impl));
}

Result<std::string> Booster::bytes() const {
  bst_ulong size = 0;
  const char* bytes = nullptr;
  if (XGBoosterSaveModelToBuffer(impl_->handle, R"({"format":"ubj"})", &size, &bytes) != 0) {
    return tl::unexpected(xgb_error(ErrorCode::kUnavailable, "saving"));
  }
  return std::string(bytes, size);
}

Result<double> Booster::margin(std::span<const float> row) const {
  if (row.size() != impl_->columns) return fail(ErrorCode::kInvalid, "model: wrong row size");
  if (impl_->trees) return impl_->trees->margin(row) + impl_->started(row);
  const auto all = margins(row);
  if (!all) return tl::unexpected(all.error());
  return all->front();
}

Result<std::vector<double>> Booster::margins(std::span<const float> values) const {
  if (impl_->columns == 0 || values.size() % impl_->columns != 0) {
    return fail(ErrorCode::kInvalid, "model: wrong row size");
  }
  const std::size_t rows = values.size() / impl_->columns;
  if (rows == 0) return std::vector<double>{};
  const auto array = array_interface(values.data(), rows, impl_->columns);
  const bst_ulong* shape = nullptr;
  bst_ulong dimensions = 0;
  const float* out = nullptr;
  if (XGBoosterPredictFromDense(impl_->handle, array.data(), kPredict, thread_proxy(), &shape,
                                &dimensions, &out) != 0) {
    return tl::unexpected(xgb_error(ErrorCode::kUnavailable, "prediction"));
  }
  std::vector<double> margins(out, out + rows);
  for (std::size_t i = 0; i < rows; ++i) {
    margins[i] += impl_->started(values.subspan(i * impl_->columns, impl_->columns));
  }
  return margins;
}

Result<std::vector<double>> Booster::contributions(std::span<const float> row) const {
  if (row.size() != impl_->columns) return fail(ErrorCode::kInvalid, "model: wrong row size");
  auto data = make_data(row, impl_->columns);
  if (!data) return tl::unexpected(data.error());
  const std::lock_guard lock(impl_->explain);
  const bst_ulong* shape = nullptr;
  bst_ulong dimensions = 0;
  const float* out = nullptr;
  if (XGBoosterPredictFromDMatrix(impl_->handle, data->get(), kContributions, &shape, &dimensions,
                                  &out) != 0) {
    return tl::unexpected(xgb_error(ErrorCode::kUnavailable, "explanation"));
  }
  std::vector<double> shares(out, out + impl_->columns + 1);
  if (impl_->start) shares[*impl_->start] += impl_->started(row);
  return shares;
}

std::size_t Booster::columns() const { return impl_->columns; }
int Booster::rounds() const { return impl_->rounds; }

}  // namespace analyzer::models
