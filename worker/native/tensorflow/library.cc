#include "library.h"

#include <dlfcn.h>
#include <stdlib.h>

#include <mutex>

#include "failure.h"

namespace plateau::tensorflow {
namespace {

template <typename Function>
void find(void* handle, const char* name, Function*& function) {
  function = reinterpret_cast<Function*>(dlsym(handle, name));
  if (function == nullptr) throw Failure("E_LIBRARY", std::string("it has no function ") + name);
}

Library read(void* handle) {
  Library found;
  find(handle, "TF_Version", found.version);
  find(handle, "TF_NewStatus", found.newStatus);
  find(handle, "TF_DeleteStatus", found.deleteStatus);
  find(handle, "TF_GetCode", found.code);
  find(handle, "TF_Message", found.message);
  find(handle, "TF_NewBufferFromString", found.newBuffer);
  find(handle, "TF_DeleteBuffer", found.deleteBuffer);
  find(handle, "TF_NewGraph", found.newGraph);
  find(handle, "TF_DeleteGraph", found.deleteGraph);
  find(handle, "TF_NewImportGraphDefOptions", found.newImportOptions);
  find(handle, "TF_DeleteImportGraphDefOptions", found.deleteImportOptions);
  find(handle, "TF_GraphImportGraphDef", found.import);
  find(handle, "TF_GraphOperationByName", found.operation);
  find(handle, "TF_NewSessionOptions", found.newSessionOptions);
  find(handle, "TF_SetConfig", found.setConfig);
  find(handle, "TF_DeleteSessionOptions", found.deleteSessionOptions);
  find(handle, "TF_NewSession", found.newSession);
  find(handle, "TF_CloseSession", found.closeSession);
  find(handle, "TF_DeleteSession", found.deleteSession);
  find(handle, "TF_SessionRun", found.run);
  find(handle, "TF_NewTensor", found.newTensor);
  find(handle, "TF_TensorData", found.data);
  find(handle, "TF_TensorByteSize", found.bytes);
  find(handle, "TF_DeleteTensor", found.deleteTensor);
  find(handle, "TF_SessionListDevices", found.listDevices);
  find(handle, "TF_DeviceListCount", found.numDevices);
  find(handle, "TF_DeviceListType", found.deviceType);
  find(handle, "TF_DeleteDeviceList", found.deleteDeviceList);
  return found;
}

}  // namespace

const Library& load(const std::string& path) {
  static std::mutex mutex;
  static Library library;
  static bool isLoaded = false;
  std::lock_guard lock(mutex);
  if (isLoaded) return library;
  // It listens to the environment only when it is loaded; who sets these, keeps them. Its news at start would stand between the
  // lines of a log. Operations of oneDNN round otherwise than its own, with a notice of it.
  setenv("TF_CPP_MIN_LOG_LEVEL", "2", 0);
  setenv("TF_ENABLE_ONEDNN_OPTS", "0", 0);
  // A GPU would round the operands of float32 products to 10 bits.
  setenv("NVIDIA_TF32_OVERRIDE", "0", 0);
  void* handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) throw Failure("E_LIBRARY", dlerror());
  library = read(handle);
  isLoaded = true;
  return library;
}

}  // namespace plateau::tensorflow
