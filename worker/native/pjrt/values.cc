#include "values.h"

#include "failure.h"

namespace plateau::values {

void ok(napi_status status, const char* what) {
  if (status != napi_ok) throw Failure("E_ARGUMENT", std::string("the native part expects ") + what);
}

napi_value property(napi_env env, napi_value object, const char* name) {
  napi_value value;
  ok(napi_get_named_property(env, object, name, &value), name);
  return value;
}

void set(napi_env env, napi_value object, const char* name, napi_value value) {
  ok(napi_set_named_property(env, object, name, value), "an object");
}

std::vector<napi_value> list(napi_env env, napi_value array) {
  uint32_t length;
  ok(napi_get_array_length(env, array, &length), "an array");
  std::vector<napi_value> values(length);
  for (uint32_t i = 0; i < length; i++) ok(napi_get_element(env, array, i, &values[i]), "an array");
  return values;
}

double number(napi_env env, napi_value value) {
  double result;
  ok(napi_get_value_double(env, value, &result), "a number");
  return result;
}

std::string string(napi_env env, napi_value value) {
  size_t length;
  ok(napi_get_value_string_utf8(env, value, nullptr, 0, &length), "a string");
  std::string text(length, '\0');
  // Writes a zero behind the text, for which std::string has room.
  ok(napi_get_value_string_utf8(env, value, text.data(), length + 1, &length), "a string");
  return text;
}

std::string bytes(napi_env env, napi_value value) {
  size_t length;
  void* data;
  ok(napi_get_typedarray_info(env, value, nullptr, &length, &data, nullptr, nullptr), "bytes");
  return std::string(static_cast<const char*>(data), length);
}

bool isNull(napi_env env, napi_value value) {
  napi_valuetype type;
  ok(napi_typeof(env, value, &type), "a value");
  return type == napi_null || type == napi_undefined;
}

bool isNumber(napi_env env, napi_value value) {
  napi_valuetype type;
  ok(napi_typeof(env, value, &type), "a value");
  return type == napi_number;
}

bool isBoolean(napi_env env, napi_value value) {
  napi_valuetype type;
  ok(napi_typeof(env, value, &type), "a value");
  return type == napi_boolean;
}

bool boolean(napi_env env, napi_value value) {
  bool result;
  ok(napi_get_value_bool(env, value, &result), "a truth value");
  return result;
}

HostTensor vector(napi_env env, napi_value value) {
  napi_typedarray_type type;
  size_t length;
  void* data;
  ok(napi_get_typedarray_info(env, value, &type, &length, &data, nullptr, nullptr), "a Float32Array or Int32Array");
  if (type != napi_float32_array && type != napi_int32_array) {
    throw Failure("E_ARGUMENT", "the native part expects a Float32Array or Int32Array");
  }
  return {data, 4 * length, type == napi_float32_array ? abi::BufferType::kF32 : abi::BufferType::kS32, {}};
}

napi_value undefined(napi_env env) {
  napi_value value;
  ok(napi_get_undefined(env, &value), "an environment");
  return value;
}

napi_value fromNumber(napi_env env, double value) {
  napi_value result;
  ok(napi_create_double(env, value, &result), "a number");
  return result;
}

napi_value fromString(napi_env env, const std::string& value) {
  napi_value result;
  ok(napi_create_string_utf8(env, value.data(), value.size(), &result), "a string");
  return result;
}

napi_value fromIds(napi_env env, const std::vector<Id>& ids) {
  napi_value array;
  ok(napi_create_array_with_length(env, ids.size(), &array), "an array");
  for (size_t i = 0; i < ids.size(); i++) ok(napi_set_element(env, array, i, fromNumber(env, ids[i])), "an array");
  return array;
}

}  // namespace plateau::values
