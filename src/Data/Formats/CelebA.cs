namespace SparseGen.Data;

/// <summary>
/// CelebA, aligned and cropped (Liu et al. 2015): img_align_celeba with 202,599 JPEGs of 178×218, list_attr_celeba and
/// list_eval_partition, both .txt as published or .csv as on Kaggle. The central 178×178 of each image is resized.
/// Training images are partition 0, test images partition 2. Class 1 has the attribute Smiling. Without the list of partitions
/// the images are split by their position, as in the published list; without the list of attributes all are of one class.
/// </summary>
public static class CelebA
{
    public const int Classes = 2;

    internal const string PartitionFile = "list_eval_partition", AttributeFile = "list_attr_celeba", Images = "img_align_celeba";

    /// <summary>Numbers of images in the published list, in which the partitions are consecutive.</summary>
    const long TrainCount = 162_770, ValidationCount = 19_867, TotalCount = 202_599;

    const int Crop = 178;

    /// <summary>Loads the set as images of (3, side, side).</summary>
    /// <param name="folder">holds the folder of images and, if present, the two lists</param>
    /// <param name="side">height and width of the resulting images in pixels</param>
    /// <param name="name">name of the resulting set</param>
    /// <param name="pictures">options of decoding and caching; its Note receives a message for each missing list</param>
    /// <exception cref="FileNotFoundException">The folder of images is missing.</exception>
    /// <exception cref="FileFormatException">A list cannot be read, or an image is missing or damaged.</exception>
    public static DataSet Load(string folder, int side, string name, PictureSets pictures)
    {
        var images = Path.Combine(folder, Images);
        if (Path.Combine(images, Images) is var nested && Directory.Exists(nested)) images = nested; // Kaggle's archive repeats the folder
        if (!Directory.Exists(images)) throw new FileNotFoundException($"{folder}: expected the folder {Images} with the pictures, found no such folder");
        var (attributes, partitions) = (SourceFile.Find(folder, AttributeFile + ".txt", AttributeFile + ".csv"), SourceFile.Find(folder, PartitionFile + ".txt", PartitionFile + ".csv"));
        var (train, test) = partitions is not null ? CelebALists.Split(partitions) : SplitByPosition(images);
        if (partitions is null)
            pictures.Note(FormattableString.Invariant($"{name}: {PartitionFile}.txt or .csv is not in {folder}: the pictures are split by their position, as the published list does: {train.Count:N0} for training, {test.Count:N0} held out"));
        if (attributes is null)
            pictures.Note($"{name}: {AttributeFile}.txt or .csv is not in {folder}: all pictures are of one class, which serves where no labels are needed");
        var labels = attributes is null ? null : CelebALists.Labels(attributes);
        LabelledFile Labelled(string file) => new(file, labels is null ? (byte)0
            : labels.TryGetValue(file, out var label) ? label
            : throw new FileFormatException(partitions ?? images, $"expected images of {Path.GetFileName(attributes)}, found {file}, which is not there"));
        return pictures.Load(new PictureFiles(name, images, Crop, side, labels is null ? 1 : Classes, train.ConvertAll(Labelled), test.ConvertAll(Labelled)));
    }

    /// <summary>The first images in the order of their names for training, the last for testing, in the proportions of the published partitions.</summary>
    static (List<string> Train, List<string> Test) SplitByPosition(string folder)
    {
        var files = ImageFolder.Files(folder).Select(file => Path.GetRelativePath(folder, file)).ToList();
        var (train, test) = ((int)(files.Count * TrainCount / TotalCount), (int)(files.Count * (TrainCount + ValidationCount) / TotalCount));
        return train > 0 && test < files.Count
            ? (files[..train], files[test..])
            : throw new FileFormatException(folder, $"expected pictures to train on and to hold out, found {files.Count}");
    }
}
