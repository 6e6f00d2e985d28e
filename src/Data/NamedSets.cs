namespace SparseGen.Data;

/// <summary>Finds the data sets that a path or name refers to: a data folder with sets, the folder or a file of one set, a folder of images, or the name of a set.</summary>
public static class NamedSets
{
    /// <summary>The sets with their names. Nothing is read before Load is called.</summary>
    /// <param name="text">a path or a name</param>
    /// <param name="pictures">options of decoding and caching image files</param>
    /// <exception cref="FileNotFoundException">There is no file, folder or set of this name.</exception>
    /// <exception cref="FileFormatException">The file or folder is not a data set and contains none.</exception>
    public static IReadOnlyList<(string Name, Func<DataSet> Load)> Of(string text, PictureSets pictures)
    {
        if (File.Exists(text)) return [OfFile(text, pictures)];
        var data = new DataFolder(text, pictures);
        if (Directory.Exists(text) && DataFolder.Names.Where(data.Holds).ToArray() is { Length: > 0 } held) return [.. held.Select(name => (name, (Func<DataSet>)(() => data.Load(name))))];
        if (Directory.Exists(text) && !ImageFolder.HasPictures(text)) throw new FileFormatException(text, $"expected data sets ({string.Join(", ", DataFolder.Names)}) or pictures (.png, .jpg, …), found neither; 'data list' says how the files of sets are named");
        if (DataFolder.SizeProblem(text) is { } problem) throw new FileFormatException(text, problem);
        if (PictureFolder.Exists(text)) return [(text, () => data.Load(text))];
        if (DataFolder.Names.Contains(text)) return [(text, () => DataFolder.Find(null, pictures).Load(text))];
        throw new FileNotFoundException($"{text}: expected the folder or a file of a data set, a folder of pictures, or one of {string.Join(", ", DataFolder.Names)}; found nothing of this name");
    }

    /// <summary>The set to which a file belongs by its name, read from the folder of the file.</summary>
    static (string Name, Func<DataSet> Load) OfFile(string path, PictureSets pictures)
    {
        var (file, folder) = (Path.GetFileName(path), Path.GetDirectoryName(Path.GetFullPath(path))!);
        var owners = PublishedSet.All.SelectMany(set => set.Forms.Where(form => form.Files.Any(names => names.Any(name => file == name || file == name + ".gz"))).Select(form => (set, form))).ToArray();
        if (owners.Length == 0) throw new FileFormatException(path, $"expected a file of a data set ({string.Join(", ", PublishedSet.All.SelectMany(set => set.Forms).Select(form => form.FirstFile).Distinct())}), found one of another name");
        // The files of MNIST and Fashion-MNIST have the same names: the name of the folder decides.
        var named = $"{Path.DirectorySeparatorChar}{folder}";
        var (owner, kind) = owners.Where(one => one.form.Folders.Any(name => named.EndsWith($"{Path.DirectorySeparatorChar}{name}", StringComparison.Ordinal))).Append(owners[0]).First();
        return (owner.Name, () => kind.Load(folder, pictures));
    }
}
