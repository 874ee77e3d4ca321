"""The library, static, as a package of Conan, out of the checkout that this file is in:

conan create packaging/conan -s compiler.cppstd=20
"""

import pathlib

from conan import ConanFile
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeToolchain, cmake_layout
from conan.tools.files import copy


class Etude(ConanFile):
    name = "etude"
    version = "0.1.0"
    description = "Learning-rate schedules as values: write, check, port and drive them"
    license = "Apache-2.0"
    package_type = "static-library"
    settings = "os", "compiler", "build_type", "arch"

    def export_sources(self):
        tree = pathlib.Path(self.recipe_folder).parents[1]
        for part in ("CMakeLists.txt", "LICENSE", "cmake/*", "include/*", "src/*", "adapters/c/*", "adapters/torch/*"):
            copy(self, part, tree, self.export_sources_folder)

    def validate(self):
        check_min_cppstd(self, 20)

    def layout(self):
        cmake_layout(self)

    def generate(self):
        toolchain = CMakeToolchain(self)
        toolchain.cache_variables.update(ETUDE_CLI=False, BUILD_SHARED_LIBS=False, CMAKE_UNITY_BUILD=True, CMAKE_UNITY_BUILD_BATCH_SIZE=0)
        toolchain.generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        copy(self, "LICENSE", self.source_folder, pathlib.Path(self.package_folder) / "licenses")
        CMake(self).install(component="library")

    def package_info(self):
        self.cpp_info.set_property("cmake_find_mode", "none")  # it brings its own etude-config.cmake
        self.cpp_info.builddirs = ["lib/cmake/etude"]
