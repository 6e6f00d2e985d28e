namespace SparseGen.Data;

/// <summary>Collects the images of CIFAR-10 batch by batch: (3, 32, 32) bytes and a label from 0 to 9 each.</summary>
/// <param name="batches">number of batches</param>
/// <param name="records">number of images in each batch</param>
sealed class CifarImages(int batches, int records)
{
    const int Channels = 3, Size = 32, Classes = 10;
    const int PixelBytes = Channels * Size * Size;
    const int RecordBytes = 1 + PixelBytes;

    /// <summary>Upper bound on the size of a pickled batch in bytes: twice that of a published one, since the file names in it vary in length.</summary>
    const int MaxPickleBytes = 64 << 20;

    readonly byte[] _pixels = new byte[batches * records * PixelBytes];
    readonly byte[] _labels = new byte[batches * records];

    /// <summary>Reads records of one label byte and the 3,072 pixel bytes of an image.</summary>
    /// <exception cref="FileFormatException">The file is incomplete or damaged, or has labels beyond 9.</exception>
    public void ReadBinary(int batch, SourceFile file)
    {
        var bytes = file.ReadRest(records * RecordBytes, $"({records:N0} records of {RecordBytes:N0})");
        for (var i = 0; i < records; i++)
        {
            SetLabel(batch, i, bytes[i * RecordBytes], file.Path);
            bytes.AsSpan(i * RecordBytes + 1, PixelBytes).CopyTo(PixelsOf(batch)[(i * PixelBytes)..]);
        }
    }

    /// <summary>Reads a pickled dictionary with an array 'data' of (records, 3,072) bytes and a list 'labels'.</summary>
    /// <inheritdoc cref="ReadBinary"/>
    public void ReadPickle(int batch, SourceFile file)
    {
        var bytes = file.Read(MaxPickleBytes);
        if (bytes.Length == MaxPickleBytes) throw new FileFormatException(file.Path, $"expected less than {MaxPickleBytes:N0} bytes, found more");
        if (new PickleReader(file.Path, bytes, NumpyPickle.Names, "images").Read() is not PickleDictionary content)
            throw new FileFormatException(file.Path, "expected a dictionary with 'data' and 'labels', found something else");
        if (content.Find("labels") is not List<object?> labels || labels.Count != records)
            throw new FileFormatException(file.Path, $"expected a list 'labels' of {records:N0} numbers, found another or none");
        try
        {
            NumpyPickle.ReadBytes(content.Find("data"), new Shape(records, PixelBytes)).CopyTo(PixelsOf(batch));
        }
        catch (FormatException malformed)
        {
            throw new FileFormatException(file.Path, $"'data': {malformed.Message}", malformed);
        }
        for (var i = 0; i < records; i++)
            SetLabel(batch, i, labels[i] is long label ? label : throw new FileFormatException(file.Path, $"expected a whole number as label of record {i:N0}, found something else"), file.Path);
    }

    /// <summary>The images of some batches; they are not copied.</summary>
    /// <param name="name">"cifar10 train"</param>
    /// <param name="first">number of the first batch</param>
    /// <param name="count">number of batches</param>
    public ImageSet Set(string name, int first, int count) =>
        new(name, Channels, Size, Size, Classes, _pixels.AsMemory(first * records * PixelBytes, count * records * PixelBytes), _labels.AsMemory(first * records, count * records));

    Span<byte> PixelsOf(int batch) => _pixels.AsSpan(batch * records * PixelBytes, records * PixelBytes);

    void SetLabel(int batch, int record, long label, string path) => _labels[batch * records + record] = label is >= 0 and < Classes
        ? (byte)label
        : throw new FileFormatException(path, $"expected labels from 0 to {Classes - 1}, found {label} in record {record:N0}");
}
