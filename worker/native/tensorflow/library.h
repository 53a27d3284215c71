// Library: the part of TensorFlow's C API that a program needs, looked up in the library that is named at run time.
//
// Declared here, so that neither TensorFlow's headers nor its library are needed to compile this; the interface is stable within a
// major version. tensorflow/c/c_api.h describes it.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>

namespace plateau::tensorflow {

struct Status;
struct Buffer;
struct Graph;
struct ImportOptions;
struct Operation;
struct SessionOptions;
struct TensorflowSession;
struct Tensor;
struct DeviceList;

struct Output {
  Operation* operation;
  int index;
};

// Of TF_DataType and TF_Code.
enum DataType : int { kFloat = 1, kInt32 = 3 };
constexpr int kOk = 0;

struct Library {
  const char* (*version)();
  Status* (*newStatus)();
  void (*deleteStatus)(Status*);
  int (*code)(const Status*);
  const char* (*message)(const Status*);
  Buffer* (*newBuffer)(const void* data, size_t bytes);
  void (*deleteBuffer)(Buffer*);
  Graph* (*newGraph)();
  void (*deleteGraph)(Graph*);
  ImportOptions* (*newImportOptions)();
  void (*deleteImportOptions)(ImportOptions*);
  void (*import)(Graph*, const Buffer*, const ImportOptions*, Status*);
  Operation* (*operation)(Graph*, const char* name);
  SessionOptions* (*newSessionOptions)();
  void (*setConfig)(SessionOptions*, const void* data, size_t bytes, Status*);
  void (*deleteSessionOptions)(SessionOptions*);
  TensorflowSession* (*newSession)(Graph*, const SessionOptions*, Status*);
  void (*closeSession)(TensorflowSession*, Status*);
  void (*deleteSession)(TensorflowSession*, Status*);
  void (*run)(TensorflowSession*, const Buffer* options, const Output* inputs, Tensor* const* inputValues, int numInputs,
              const Output* outputs, Tensor** outputValues, int numOutputs, const Operation* const* targets,
              int numTargets, Buffer* metadata, Status*);
  Tensor* (*newTensor)(int type, const int64_t* sizes, int rank, void* data, size_t bytes,
                       void (*release)(void* data, size_t bytes, void* argument), void* argument);
  void* (*data)(const Tensor*);
  size_t (*bytes)(const Tensor*);
  void (*deleteTensor)(Tensor*);
  DeviceList* (*listDevices)(TensorflowSession*, Status*);
  int (*numDevices)(const DeviceList*);
  const char* (*deviceType)(const DeviceList*, int index, Status*);
  void (*deleteDeviceList)(DeviceList*);
};

// Loaded once in a process, from whichever path came first: TensorFlow does not bear a second copy of itself.
const Library& load(const std::string& path);

}  // namespace plateau::tensorflow
