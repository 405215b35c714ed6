# Large shared libraries that a call of a builtin may need but the start does not: binding their thousands of functions takes longer than all
# the rest of starting. lykos_lazy(target libraries...) makes target_lazy, in which every function of these libraries that the target's archive
# calls is a jump through a slot; the first call opens the libraries, those between two -- together (cmake/lazy_libraries.cpp). Programs get
# them by lykos_link(program libraries...). Elsewhere than on x86-64, and under the sanitizers, the libraries are linked as usual.
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64" AND NOT LYKOS_SANITIZE AND NOT LYKOS_FUZZ)
  set(LYKOS_LAZY ON)
  add_library(lykos_lazy_libraries OBJECT ${PROJECT_SOURCE_DIR}/cmake/lazy_libraries.cpp)
endif()

function(lykos_lazy target)
  set(libraries ${ARGN})
  if(NOT LYKOS_LAZY)
    list(REMOVE_ITEM libraries --)
    target_link_libraries(${target} PRIVATE ${libraries})
    return()
  endif()
  list(FILTER libraries INCLUDE REGEX "\\.so|^--$")  # BLAS names the system's own libraries too
  list(REMOVE_DUPLICATES libraries)
  set(stubs ${PROJECT_BINARY_DIR}/generated/${target}_lazy.cpp)
  add_custom_command(OUTPUT ${stubs}
    COMMAND ${PROJECT_SOURCE_DIR}/tools/lazy_stubs ${stubs} $<TARGET_FILE:${target}> ${libraries}
    DEPENDS ${target} ${PROJECT_SOURCE_DIR}/tools/lazy_stubs VERBATIM)
  add_library(${target}_lazy OBJECT ${stubs})
endfunction()

# lykos_link(program targets...): the program with these libraries of ours and their lazy functions.
function(lykos_link program)
  target_link_libraries(${program} PRIVATE ${ARGN})
  if(LYKOS_LAZY)
    target_link_libraries(${program} PRIVATE lykos_array_lazy lykos_lazy_libraries ${CMAKE_DL_LIBS})
    if("lykos_session" IN_LIST ARGN)
      target_link_libraries(${program} PRIVATE lykos_builtins_lazy)
    endif()
  endif()
endfunction()
