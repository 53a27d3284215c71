// Values: between JavaScript's and ours.
#pragma once
#include <node_api.h>

#include <string>
#include <vector>

#include "failure.h"
#include "plan.h"

namespace plateau::cpu {

inline void ok(napi_status status, const char* what) {
  if (status != napi_ok) throw Failure("E_ARGUMENT", std::string("the native part expects ") + what);
}

inline napi_value fromString(napi_env env, const std::string& text) {
  napi_value value;
  ok(napi_create_string_utf8(env, text.data(), text.size(), &value), "memory");
  return value;
}

inline napi_value fromNumber(napi_env env, double number) {
  napi_value value;
  ok(napi_create_double(env, number, &value), "memory");
  return value;
}

inline napi_value undefined(napi_env env) {
  napi_value value;
  ok(napi_get_undefined(env, &value), "an environment");
  return value;
}

inline double number(napi_env env, napi_value value) {
  double result;
  ok(napi_get_value_double(env, value, &result), "a number");
  return result;
}

inline bool truth(napi_env env, napi_value value) {
  bool result;
  ok(napi_get_value_bool(env, value, &result), "a truth value");
  return result;
}

inline std::string string(napi_env env, napi_value value) {
  size_t length;
  ok(napi_get_value_string_utf8(env, value, nullptr, 0, &length), "a string");
  std::string text(length, '\0');
  // Writes a zero behind the text, for which std::string has room.
  ok(napi_get_value_string_utf8(env, value, text.data(), length + 1, &length), "a string");
  return text;
}

inline std::vector<napi_value> list(napi_env env, napi_value array) {
  uint32_t length;
  ok(napi_get_array_length(env, array, &length), "an array");
  std::vector<napi_value> values(length);
  for (uint32_t i = 0; i < length; i++) ok(napi_get_element(env, array, i, &values[i]), "an array");
  return values;
}

struct Piece {
  napi_typedarray_type type;
  void* data;
  size_t length;
};

// Of a typed array, also one on shared memory.
inline Piece piece(napi_env env, napi_value value) {
  Piece result{};
  ok(napi_get_typedarray_info(env, value, &result.type, &result.length, &result.data, nullptr, nullptr), "a typed array");
  return result;
}

inline std::vector<double> doubles(napi_env env, napi_value value) {
  const auto found = piece(env, value);
  if (found.type != napi_float64_array) throw Failure("E_ARGUMENT", "the native part expects a Float64Array");
  const auto* data = static_cast<const double*>(found.data);
  return {data, data + found.length};
}

inline std::string bytes(napi_env env, napi_value value) {
  const auto found = piece(env, value);
  if (found.type != napi_uint8_array) throw Failure("E_ARGUMENT", "the native part expects a Uint8Array");
  return {static_cast<const char*>(found.data), found.length};
}

inline Vector vector(napi_env env, napi_value value) {
  const auto found = piece(env, value);
  if (found.type != napi_float32_array && found.type != napi_int32_array) {
    throw Failure("E_ARGUMENT", "the native part expects a Float32Array or Int32Array");
  }
  return {static_cast<float*>(found.data), static_cast<std::int64_t>(found.length)};
}

}  // namespace plateau::cpu
