// Values: JavaScript values as ours and back. Wrong ones throw Failure E_ARGUMENT.
#pragma once
#include <node_api.h>

#include <string>
#include <vector>

#include "client.h"

namespace plateau::values {

void ok(napi_status status, const char* what);
napi_value property(napi_env env, napi_value object, const char* name);
void set(napi_env env, napi_value object, const char* name, napi_value value);
std::vector<napi_value> list(napi_env env, napi_value array);
double number(napi_env env, napi_value value);
std::string string(napi_env env, napi_value value);
std::string bytes(napi_env env, napi_value value);
bool isNull(napi_env env, napi_value value);
bool isNumber(napi_env env, napi_value value);
bool isBoolean(napi_env env, napi_value value);
bool boolean(napi_env env, napi_value value);
// A Float32Array or Int32Array.
HostTensor vector(napi_env env, napi_value value);

napi_value undefined(napi_env env);
napi_value fromNumber(napi_env env, double value);
napi_value fromString(napi_env env, const std::string& value);
napi_value fromIds(napi_env env, const std::vector<Id>& ids);

}  // namespace plateau::values
