// What we use of the PJRT C API: structures and places in the table of functions, declared by ourselves.
//
// The interface is binary and only ever appended to since its version 0.57, so that these sixty numbers are stable and a copy of the
// 3,000-line header, which changes monthly, is not needed. Every structure starts with its size. A plugin that is newer than these
// declarations may know more fields and wants to see a structure large enough for them, zero where unused: `Args` adds room.
// Specification: https://github.com/openxla/xla/tree/main/xla/pjrt/c
#pragma once
#include <cstddef>
#include <cstdint>

namespace plateau::abi {

// Opaque: the plugin's own.
struct Error;
struct Client;
struct Device;
struct DeviceDescription;
struct Buffer;
struct Executable;
struct LoadedExecutable;
struct Event;

constexpr int kMajor = 0;
// The table of functions was rearranged in 0.57.
constexpr int kOldestMinor = 58;

struct Version {
  size_t size;
  void* extension;
  int major;
  int minor;
};

enum Function : size_t {
  kErrorDestroy = 0,
  kErrorMessage = 1,
  kErrorGetCode = 2,
  kPluginInitialize = 3,
  kEventDestroy = 5,
  kEventAwait = 8,
  kClientCreate = 10,
  kClientDestroy = 11,
  kClientPlatformName = 12,
  kClientPlatformVersion = 14,
  kClientAddressableDevices = 16,
  kClientCompile = 20,
  kClientBufferFromHostBuffer = 22,
  kDeviceDescriptionId = 23,
  kDeviceDescriptionKind = 26,
  kDeviceGetDescription = 29,
  kExecutableDestroy = 40,
  kExecutableNumOutputs = 44,
  kLoadedExecutableDestroy = 50,
  kLoadedExecutableGetExecutable = 51,
  kLoadedExecutableExecute = 55,
  kBufferDestroy = 58,
  kBufferToHostBuffer = 70,
  kLastFunction = kBufferToHostBuffer,
};

// As much of the table as we use.
struct Api {
  size_t size;
  void* extension;
  Version version;
  void* functions[kLastFunction + 1];
};

enum class BufferType : int { kPred = 1, kS32 = 4, kF32 = 11 };

enum class HostBuffer : int {
  // The memory may be read until `done` is ready.
  kImmutableUntilTransferCompletes = 1,
  // The buffer may stand for the memory itself as long as it lives. It is never written, also where a result may take a buffer over.
  kImmutableZeroCopy = 2,
};

enum class NamedValueType : int { kString = 0, kInt64 = 1, kInt64List = 2, kFloat = 3, kBool = 4 };

struct Head {
  size_t size;
  void* extension;
};

// A structure with room behind it for what newer plugins know.
template <class T>
struct Args {
  T fields{};
  unsigned char later[64]{};
  Args() { fields.head.size = sizeof(Args); }
  T* operator->() { return &fields; }
};

struct ErrorDestroyArgs {
  Head head;
  Error* error;
};
struct ErrorMessageArgs {
  Head head;
  const Error* error;
  const char* message;
  size_t message_size;
};
struct ErrorGetCodeArgs {
  Head head;
  const Error* error;
  int code;
};
struct PluginInitializeArgs {
  Head head;
};
struct EventArgs {
  Head head;
  Event* event;
};

// Stands in an array: its size is exact.
struct NamedValue {
  Head head;
  const char* name;
  size_t name_size;
  NamedValueType type;
  union {
    const char* string;
    int64_t integer;
    const int64_t* integers;
    float real;
    bool truth;
  };
  size_t value_size;
};

struct ClientCreateArgs {
  Head head;
  const NamedValue* options;
  size_t num_options;
  void* key_value_callbacks[4];
  Client* client;
  void* key_value_try_get[2];
};
struct ClientArgs {
  Head head;
  Client* client;
};
// Name, version: a string of the client.
struct ClientTextArgs {
  Head head;
  Client* client;
  const char* text;
  size_t text_size;
};
struct AddressableDevicesArgs {
  Head head;
  Client* client;
  Device* const* devices;
  size_t num_devices;
};
struct DeviceGetDescriptionArgs {
  Head head;
  Device* device;
  DeviceDescription* description;
};
struct DeviceDescriptionIdArgs {
  Head head;
  DeviceDescription* description;
  int id;
};
struct DeviceDescriptionTextArgs {
  Head head;
  DeviceDescription* description;
  const char* text;
  size_t text_size;
};

struct Program {
  Head head;
  char* code;
  size_t code_size;
  const char* format;
  size_t format_size;
};
struct CompileArgs {
  Head head;
  Client* client;
  const Program* program;
  const char* options;
  size_t options_size;
  LoadedExecutable* executable;
};
struct GetExecutableArgs {
  Head head;
  LoadedExecutable* loaded;
  Executable* executable;
};
struct NumOutputsArgs {
  Head head;
  Executable* executable;
  size_t num_outputs;
};
struct ExecutableArgs {
  Head head;
  Executable* executable;
};
struct LoadedExecutableArgs {
  Head head;
  LoadedExecutable* executable;
};

struct ExecuteOptions {
  Head head;
  void* send_callbacks;
  void* receive_callbacks;
  size_t num_sends;
  size_t num_receives;
  int launch_id;
  const int64_t* not_donatable;
  size_t num_not_donatable;
  void* context;
  const char* call_location;
  size_t num_tasks;
  int* task_ids;
  int64_t* incarnation_ids;
};
struct ExecuteArgs {
  Head head;
  LoadedExecutable* executable;
  ExecuteOptions* options;
  Buffer* const* const* arguments;
  size_t num_devices;
  size_t num_arguments;
  Buffer** const* outputs;
  Event** completed;
  Device* device;
};

struct BufferFromHostBufferArgs {
  Head head;
  Client* client;
  const void* data;
  BufferType type;
  const int64_t* dimensions;
  size_t num_dimensions;
  const int64_t* strides;
  size_t num_strides;
  HostBuffer semantics;
  Device* device;
  void* memory;
  void* layout;
  Event* done;
  Buffer* buffer;
};
struct BufferArgs {
  Head head;
  Buffer* buffer;
};
struct BufferToHostBufferArgs {
  Head head;
  Buffer* buffer;
  void* layout;
  void* destination;
  size_t destination_size;
  Event* event;
};

}  // namespace plateau::abi
