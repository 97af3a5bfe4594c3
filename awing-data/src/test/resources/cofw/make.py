"""Writes COFW's two files in small, as MATLAB 7.3 writes them: HDF5 behind 512 bytes of MATLAB's own,
columns first, a cell array as references to its cells. Needs h5py."""
import h5py
import numpy as np


def write(name, suffix, faces, packed):
    options = dict(compression="gzip", chunks=True) if packed else {}
    with h5py.File(name, "w", userblock_size=512) as file:
        phis = np.zeros((87, faces))
        for face in range(faces):
            phis[0:29, face] = 10 + np.arange(29) + face
            phis[29:58, face] = 20 + 2 * np.arange(29)
            phis[58:87, face] = np.arange(29) % 2
        file.create_dataset("phis" + suffix, data=phis, **options)
        boxes = np.array([[8.0 + face, 18.0, 40.0, 60.0] for face in range(faces)]).T
        file.create_dataset("bboxes" + suffix, data=boxes, **options)
        cells = file.create_group("#refs#")
        references = np.empty((1, faces), dtype=h5py.ref_dtype)
        for face in range(faces):
            height, width = 4 + face, 6
            y, x = np.mgrid[0:height, 0:width]
            if face == 1:
                picture = (10 * y + x).astype(np.uint8)
                stored = picture.T
            else:
                picture = np.stack([10 * y + x, 100 + y, 200 + x], axis=2).astype(np.uint8)
                stored = picture.transpose(2, 1, 0)
            cell = cells.create_dataset(chr(ord("a") + face), data=stored, **options)
            references[0, face] = cell.ref
        file.create_dataset("Is" + suffix, data=references)
    with open(name, "r+b") as file:
        file.write(b"MATLAB 7.3 MAT-file, made for a test".ljust(124) + b"\x00\x02IM")


write("COFW_train_color.mat", "Tr", 3, packed=True)
write("COFW_test_color.mat", "T", 2, packed=False)
