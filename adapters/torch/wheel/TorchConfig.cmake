# The LibTorch inside a wheel of PyTorch, for find_package(Torch): -DTorch_DIR=<this folder>, and TORCH_WHEEL is what
#   python3 -c 'import torch; print(torch.__path__[0])'
# prints. The wheel's own TorchConfig.cmake asks for the toolkit of CUDA, which no program for the processor needs.
if(NOT EXISTS "${TORCH_WHEEL}/include/torch/csrc/api/include/torch/torch.h")
  set(Torch_FOUND FALSE)
  set(Torch_NOT_FOUND_MESSAGE "TORCH_WHEEL must be the folder of the Python package torch, not \"${TORCH_WHEEL}\"")
  return()
endif()
set(TORCH_INCLUDE_DIRS "${TORCH_WHEEL}/include" "${TORCH_WHEEL}/include/torch/csrc/api/include")
set(TORCH_LIBRARIES torch)
if(NOT TARGET torch)
  add_library(torch INTERFACE IMPORTED GLOBAL)
  target_include_directories(torch INTERFACE ${TORCH_INCLUDE_DIRS})
  foreach(library torch torch_cpu c10)
    target_link_libraries(torch INTERFACE "${TORCH_WHEEL}/lib/lib${library}.so")
  endforeach()
endif()
