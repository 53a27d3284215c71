// Addon: the functions that TypeScript calls (worker/src/exchange/native/addon.ts types them). All of them return at once.
#include <node_api.h>

#include <stdexcept>
#include <string>
#include <vector>

#include "seal.h"
#include "sums.h"

namespace plateau::exchange {
namespace {

void ok(napi_status status, const char* what) {
  if (status != napi_ok) throw std::runtime_error(what);
}

template <typename T>
struct View {
  T* data;
  size_t length;
};

template <typename T, napi_typedarray_type type>
View<T> view(napi_env env, napi_value value, const char* what) {
  napi_typedarray_type found;
  size_t length;
  void* data;
  ok(napi_get_typedarray_info(env, value, &found, &length, &data, nullptr, nullptr), what);
  if (found != type) throw std::runtime_error(what);
  return {static_cast<T*>(data), length};
}

View<uint8_t> bytes(napi_env env, napi_value value) {
  return view<uint8_t, napi_uint8_array>(env, value, "bytes are no Uint8Array");
}

View<uint8_t> bytes(napi_env env, napi_value value, size_t length) {
  const auto found = bytes(env, value);
  if (found.length != length) throw std::runtime_error("a key or a tag has the wrong length");
  return found;
}

View<float> floats(napi_env env, napi_value value) {
  return view<float, napi_float32_array>(env, value, "a vector is no Float32Array");
}

size_t whole(napi_env env, napi_value value) {
  double number;
  ok(napi_get_value_double(env, value, &number), "a count is no number");
  if (!(number >= 0 && number <= 9007199254740991.0)) throw std::runtime_error("a count is out of range");
  return static_cast<size_t>(number);
}

// Part of a vector, which must be within it.
float* part(View<float> vector, size_t from, size_t length) {
  if (from > vector.length || length > vector.length - from)
    throw std::runtime_error("a part of a vector is not within it");
  return vector.data + from;
}

Seal& sealOf(napi_env env, napi_value value) {
  void* data;
  ok(napi_get_value_external(env, value, &data), "a seal is none");
  return *static_cast<Seal*>(data);
}

// (key) → seal
napi_value createSeal(napi_env env, const napi_value* arguments) {
  auto* seal = new Seal(bytes(env, arguments[0], keyBytes).data);
  const auto remove = [](napi_env, void* data, void*) { delete static_cast<Seal*>(data); };
  napi_value result;
  if (napi_create_external(env, seal, remove, nullptr, &result) != napi_ok) {
    delete seal;
    throw std::runtime_error("a seal cannot be kept");
  }
  return result;
}

// (seal, counter, plain, sealed, tag)
napi_value sealBytes(napi_env env, const napi_value* arguments) {
  const auto plain = bytes(env, arguments[2]), sealed = bytes(env, arguments[3]);
  if (plain.length != sealed.length) throw std::runtime_error("what is sealed is as long as it was before");
  const auto tag = bytes(env, arguments[4], tagBytes);
  sealOf(env, arguments[0]).seal(whole(env, arguments[1]), plain.data, plain.length, sealed.data, tag.data);
  return nullptr;
}

// (seal, counter, data, tag) → whether it is genuine
napi_value openBytes(napi_env env, const napi_value* arguments) {
  const auto data = bytes(env, arguments[2]);
  const auto tag = bytes(env, arguments[3], tagBytes);
  const bool isGenuine =
      sealOf(env, arguments[0]).open(whole(env, arguments[1]), data.data, data.length, tag.data);
  napi_value result;
  ok(napi_get_boolean(env, isGenuine, &result), "no answer can be given");
  return result;
}

// (vectors, where each begins, mean, from, to)
napi_value averageVectors(napi_env env, const napi_value* arguments) {
  const size_t from = whole(env, arguments[3]), to = whole(env, arguments[4]);
  if (to < from) throw std::runtime_error("a block ends before it begins");
  uint32_t count;
  ok(napi_get_array_length(env, arguments[0], &count), "vectors are no list");
  std::vector<const float*> rows;
  for (uint32_t i = 0; i < count; i++) {
    napi_value vector, at;
    ok(napi_get_element(env, arguments[0], i, &vector), "a vector cannot be had");
    ok(napi_get_element(env, arguments[1], i, &at), "a place cannot be had");
    rows.push_back(part(floats(env, vector), whole(env, at), to - from));
  }
  average(rows.data(), rows.size(), part(floats(env, arguments[2]), from, to - from), to - from);
  return nullptr;
}

// (vector, from, to) → squared L2 norm
napi_value energyOfVector(napi_env env, const napi_value* arguments) {
  const size_t from = whole(env, arguments[1]), to = whole(env, arguments[2]);
  if (to < from) throw std::runtime_error("a block ends before it begins");
  napi_value result;
  ok(napi_create_double(env, energy(part(floats(env, arguments[0]), from, to - from), to - from), &result),
     "no number can be given");
  return result;
}

// Gives a function its arguments, and makes a JavaScript error of a C++ one.
template <size_t count, napi_value (*function)(napi_env, const napi_value*)>
napi_value call(napi_env env, napi_callback_info info) {
  napi_value arguments[count];
  size_t given = count;
  try {
    ok(napi_get_cb_info(env, info, &given, arguments, nullptr, nullptr), "arguments cannot be had");
    if (given < count) throw std::runtime_error("there are too few arguments");
    return function(env, arguments);
  } catch (const std::exception& error) {
    napi_throw_error(env, "E_ARGUMENT", error.what());
    return nullptr;
  }
}

template <size_t count, napi_value (*function)(napi_env, const napi_value*)>
void define(napi_env env, napi_value exports, const char* name) {
  napi_value value;
  if (napi_create_function(env, name, NAPI_AUTO_LENGTH, call<count, function>, nullptr, &value) == napi_ok)
    napi_set_named_property(env, exports, name, value);
}

}  // namespace
}  // namespace plateau::exchange

NAPI_MODULE_INIT() {
  using namespace plateau::exchange;
  define<1, createSeal>(env, exports, "createSeal");
  define<5, sealBytes>(env, exports, "seal");
  define<4, openBytes>(env, exports, "open");
  define<5, averageVectors>(env, exports, "average");
  define<3, energyOfVector>(env, exports, "energy");
  return exports;
}
