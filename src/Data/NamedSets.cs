namespace SparseGen.Data;

/// <summary>What a text names that is to be checked: a data folder with sets in it, the folder or a file of one, a folder of pictures, or a set by its name.</summary>
public static class NamedSets
{
    /// <summary>The sets, each by its name, found but not read.</summary>
    /// <param name="text">a path or a name</param>
    /// <param name="pictures">how sets of picture files are loaded</param>
    /// <exception cref="FileNotFoundException">There is nothing of this name.</exception>
    /// <exception cref="FileFormatException">It is no data set, and holds none.</exception>
    public static IReadOnlyList<(string Name, Func<DataSet> Load)> Of(string text, PictureSets pictures)
    {
        if (File.Exists(text)) return [OfFile(text, pictures)];
        var data = new DataFolder(text, pictures);
        if (Directory.Exists(text) && DataFolder.Names.Where(data.Holds).ToArray() is { Length: > 0 } held) return [.. held.Select(name => (name, (Func<DataSet>)(() => data.Load(name))))];
        if (Directory.Exists(text) && !ImageFolder.HasPictures(text)) throw new FileFormatException(text, $"expected data sets ({string.Join(", ", DataFolder.Names)}) or pictures (.png, .jpg, …), found neither; 'data list' says how the files of sets are named");
        if (DataFolder.SizeProblem(text) is { } problem) throw new FileFormatException(text, problem);
        if (PictureFolder.IsOne(text)) return [(text, () => data.Load(text))];
        if (DataFolder.Names.Contains(text)) return [(text, () => DataFolder.Find(null, pictures).Load(text))];
        throw new FileNotFoundException($"{text}: expected the folder or a file of a data set, a folder of pictures, or one of {string.Join(", ", DataFolder.Names)}; found nothing of this name");
    }

    /// <summary>The set that has a file of this name, in the folder where the file is.</summary>
    static (string Name, Func<DataSet> Load) OfFile(string path, PictureSets pictures)
    {
        var (file, folder) = (Path.GetFileName(path), Path.GetDirectoryName(Path.GetFullPath(path))!);
        var owners = PublishedSet.All.SelectMany(set => set.Forms.Where(form => form.Files.Any(names => names.Any(name => file == name || file == name + ".gz"))).Select(form => (set, form))).ToArray();
        if (owners.Length == 0) throw new FileFormatException(path, $"expected a file of a data set ({string.Join(", ", PublishedSet.All.SelectMany(set => set.Forms).Select(form => form.FirstFile).Distinct())}), found one of another name");
        // MNIST's and Fashion-MNIST's files have the same names: that of the folder decides.
        var named = $"{Path.DirectorySeparatorChar}{folder}";
        var (owner, kind) = owners.Where(one => one.form.Folders.Any(name => named.EndsWith($"{Path.DirectorySeparatorChar}{name}", StringComparison.Ordinal))).Append(owners[0]).First();
        return (owner.Name, () => kind.Load(folder, pictures));
    }
}
