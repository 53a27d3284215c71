#include "direct.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <utility>

#include "attention.h"
#include "gemm.h"
#include "map-kernels.h"
#include "values.h"

namespace plateau::cpu {
namespace {

Isa named(const std::string& name) {
  for (auto isa : {Isa::plain, Isa::avx2, Isa::avx512})
    if (name == nameOf(isa) && supports(isa)) return isa;
  throw Failure("E_ARGUMENT", "this machine has no instructions called " + name);
}

std::vector<Vector> vectorsOf(napi_env env, napi_value array) {
  std::vector<Vector> vectors;
  for (auto value : list(env, array)) vectors.push_back(vector(env, value));
  return vectors;
}

class Times {
 public:
  template <class Work>
  void measure(Work work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    nanoseconds_.push_back(static_cast<double>((std::chrono::steady_clock::now() - begin).count()));
  }
  napi_value value(napi_env env) const {
    napi_value array;
    ok(napi_create_array_with_length(env, nanoseconds_.size(), &array), "memory");
    for (std::uint32_t i = 0; i < nanoseconds_.size(); i++) ok(napi_set_element(env, array, i, fromNumber(env, nanoseconds_[i])), "an array");
    return array;
  }

 private:
  std::vector<double> nanoseconds_;
};

// Counts how often each element is finished, and doubles it: what is added to it later shows.
class Counter : public Epilogue {
 public:
  Counter(float* counts, std::int64_t columns) : counts_(counts), columns_(columns) {}
  void finish(const Block& block) const override {
    for (auto i = block.row; i < block.row + block.rows; i++)
      for (auto j = block.column; j < block.column + block.columns; j++) {
        counts_[i * columns_ + j]++;
        block.c[(i - block.row) * block.cStride + j - block.column] *= 2;
      }
  }

 private:
  float* counts_;
  std::int64_t columns_;
};

// The numbers of a call, one after the other.
class Numbers {
 public:
  Numbers(std::vector<double> values, const std::vector<Vector>& vectors) : values_(std::move(values)), vectors_(vectors) {}
  bool more() const { return at_ < values_.size(); }
  std::int64_t next() {
    if (at_ == values_.size()) throw Failure("E_ARGUMENT", "a product has 16 numbers");
    return static_cast<std::int64_t>(values_[at_++]);
  }
  // A vector from an offset on, which holds everything up to `last` from there.
  float* place(std::int64_t vector, std::int64_t offset, std::int64_t last) const {
    const auto& found = vectors_.at(static_cast<std::size_t>(vector));
    if (offset < 0 || offset + last >= found.length) throw Failure("E_ARGUMENT", "a matrix ends behind its vector");
    return static_cast<float*>(found.data) + offset;
  }

 private:
  std::vector<double> values_;
  const std::vector<Vector>& vectors_;
  std::size_t at_ = 0;
};

Matrix matrix(Numbers& numbers, std::int64_t rows, std::int64_t columns) {
  const auto vector = numbers.next(), offset = numbers.next(), rowStride = numbers.next(), columnStride = numbers.next();
  if (rows == 0 || columns == 0) return {nullptr, rowStride, columnStride};
  return {numbers.place(vector, offset, (rows - 1) * rowStride + (columns - 1) * columnStride), rowStride, columnStride};
}

Product product(Numbers& numbers, std::vector<std::unique_ptr<Counter>>& counters) {
  const auto rows = numbers.next(), columns = numbers.next(), depth = numbers.next();
  const auto a = matrix(numbers, rows, depth), b = matrix(numbers, depth, columns);
  const auto vector = numbers.next(), offset = numbers.next(), stride = numbers.next(), adds = numbers.next(), counts = numbers.next();
  const bool empty = rows == 0 || columns == 0;
  float* c = empty ? nullptr : numbers.place(vector, offset, (rows - 1) * stride + columns - 1);
  const Epilogue* after = nullptr;
  if (counts >= 0 && !empty) {
    counters.push_back(std::make_unique<Counter>(numbers.place(counts, 0, rows * columns - 1), columns));
    after = counters.back().get();
  }
  return {rows, columns, depth, a, b, c, stride, adds != 0, after};
}

}  // namespace

napi_value multiplyDirectly(napi_env env, const std::vector<napi_value>& args) {
  Pool pool(static_cast<int>(number(env, args.at(0))));
  Workspace workspace(named(string(env, args.at(1))));
  const auto vectors = vectorsOf(env, args.at(3));
  Numbers numbers(doubles(env, args.at(2)), vectors);
  std::vector<std::unique_ptr<Counter>> counters;
  std::vector<Product> products;
  while (numbers.more()) products.push_back(product(numbers, counters));
  Times times;
  for (auto left = number(env, args.at(4)); left > 0; left--)
    times.measure([&] { multiply(pool, workspace, products.data(), static_cast<std::int64_t>(products.size())); });
  return times.value(env);
}

napi_value attendDirectly(napi_env env, const std::vector<napi_value>& args) {
  Pool pool(static_cast<int>(number(env, args.at(0))));
  Workspace workspace(named(string(env, args.at(1))));
  const auto numbers = doubles(env, args.at(2));
  const auto vectors = vectorsOf(env, args.at(3));
  const auto whole = [&](std::size_t i) { return static_cast<std::int64_t>(numbers.at(i)); };
  const AttentionShape shape{whole(0), whole(1), whole(2), whole(3), whole(4), whole(5), whole(6) != 0, static_cast<float>(numbers.at(7))};
  const auto check = [&](std::size_t i, std::int64_t length) {
    if (vectors.at(i).length != length) throw Failure("E_ARGUMENT", "a vector of attention is as long as the shape does not say");
    return static_cast<float*>(vectors[i].data);
  };
  const auto queries = [&](std::size_t i) {
    float* data = check(i, shape.batch * shape.queries * shape.heads * shape.width);
    return Heads{data, shape.queries * shape.heads * shape.width, shape.width, shape.heads * shape.width};
  };
  const auto keys = [&](std::size_t i) {
    float* data = check(i, shape.batch * shape.keys * shape.keyHeads * shape.width);
    return Heads{data, shape.keys * shape.keyHeads * shape.width, shape.width, shape.keyHeads * shape.width};
  };
  const auto constant = [](const Heads& heads) { return ConstHeads{heads.data, heads.batchStride, heads.headStride, heads.rowStride}; };
  float* logSumExp = check(4, shape.batch * shape.heads * shape.queries);
  const AttentionForward forward{shape, constant(queries(0)), constant(keys(1)), constant(keys(2)), queries(3), logSumExp};
  const AttentionBackward backward{shape, forward.q, forward.k, forward.v, constant(queries(3)), logSumExp, constant(queries(5)),
                                   queries(6), keys(7), keys(8)};
  Times times;
  const auto repeats = number(env, args.at(4));
  for (auto left = repeats; left > 0; left--) times.measure([&] { attend(pool, workspace, forward); });
  for (auto left = repeats; left > 0; left--) times.measure([&] { attendBackward(pool, workspace, backward); });
  return times.value(env);
}

napi_value mapDirectly(napi_env env, const std::vector<napi_value>& args) {
  const auto isa = named(string(env, args.at(0)));
#if defined(__x86_64__)
  const auto& maps = isa == Isa::avx512 ? avx512Maps : isa == Isa::avx2 ? avx2Maps : plainMaps;
#else
  static_cast<void>(isa);
  const auto& maps = plainMaps;
#endif
  const auto name = string(env, args.at(1));
  const auto input = vector(env, args.at(2)), output = vector(env, args.at(3));
  const auto function = name == "exp" ? maps.exp : name == "log" ? maps.log : name == "tanh" ? maps.tanh : name == "erf" ? maps.erf : nullptr;
  if (function == nullptr) throw Failure("E_ARGUMENT", "there is no function " + name);
  if (input.length != output.length) throw Failure("E_ARGUMENT", "input and output differ in length");
  function(static_cast<const float*>(input.data), input.length, static_cast<float*>(output.data));
  return undefined(env);
}

napi_value nestDirectly(napi_env env, const std::vector<napi_value>& args) {
  Pool pool(static_cast<int>(number(env, args.at(0))));
  pool.run(8, [&](std::int64_t, int) { pool.run(8, [](std::int64_t, int) {}); });
  return undefined(env);
}

}  // namespace plateau::cpu
