# The program for a browser: alphabar.js and alphabar.wasm, with the fonts in it under /fonts. They are
# Debian's, less what nobody would see of them.
set(web_fonts ${CMAKE_CURRENT_BINARY_DIR}/fonts)
set(web_font_files "")
foreach(file opentype/inter/Inter-Regular.otf opentype/inter/Inter-SemiBold.otf
    truetype/dejavu/DejaVuSans.ttf truetype/nanum/NanumGothic.ttf truetype/nanum/NanumGothicBold.ttf)
  list(APPEND web_font_files /usr/share/fonts/${file})
endforeach()
list(APPEND web_font_files /usr/share/texmf/fonts/opentype/public/lm-math/latinmodern-math.otf)
file(GLOB_RECURSE spoken CONFIGURE_DEPENDS src/*.c src/*.h src/*.inc po/*.po assets/*.lesson)
add_custom_command(OUTPUT ${web_fonts}/done
  COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/web/fonts ${web_fonts} ${web_font_files}
  COMMAND ${CMAKE_COMMAND} -E touch ${web_fonts}/done
  DEPENDS web/fonts ${spoken} VERBATIM)
add_custom_target(web_fonts DEPENDS ${web_fonts}/done)
add_dependencies(alphabar web_fonts)
set_property(TARGET alphabar APPEND PROPERTY LINK_DEPENDS ${web_fonts}/done)

# What is not about pixels need not be fast; all of it has to travel. emcc inlines nothing where it
# is to be small, so these flags are for no more than these.
foreach(library base io conf draw ui plot panel stage export app cli)
  target_compile_options(${library} PRIVATE -Oz)
endforeach()

target_sources(alphabar PRIVATE web/page.c)
target_link_libraries(alphabar PRIVATE PkgConfig::SDL2)
target_link_options(alphabar PRIVATE -Oz
  -sMIN_WEBGL_VERSION=2 -sMAX_WEBGL_VERSION=2
  -sINITIAL_MEMORY=67108864 -sALLOW_MEMORY_GROWTH -sMAXIMUM_MEMORY=2147483648
  -sTOTAL_STACK=1048576
  -sENVIRONMENT=web,node -sMODULARIZE -sEXPORT_NAME=alphabar -sEXIT_RUNTIME=0
  -sEXPORTED_RUNTIME_METHODS=FS,callMain,ccall -sINVOKE_RUN=0
  --embed-file=${web_fonts}@/fonts --exclude-file=*/done)

# The core's bits, for node: tests/web compares what it prints with what other builds print.
add_executable(digest EXCLUDE_FROM_ALL tests/digest.c)
target_link_libraries(digest PRIVATE core)
target_link_options(digest PRIVATE -sENVIRONMENT=node -sINITIAL_MEMORY=134217728 -sEXIT_RUNTIME)
