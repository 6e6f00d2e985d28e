namespace SparseGen.Fid;

/// <summary>Files of statistics in the format of pytorch-fid: .npz with "mu" (F) and "sigma" (F, F). SparseGen adds "count", which other programs ignore.</summary>
public static class StatisticsFile
{
    const string MeanName = "mu", CovarianceName = "sigma", CountName = "count";

    /// <summary>Writes a file atomically.</summary>
    public static void Write(string path, GaussianStatistics statistics)
    {
        var features = statistics.Features;
        var arrays = new List<KeyValuePair<string, NDArray>>
        {
            new(MeanName, NDArray.Of<double>(new Shape(features), statistics.Mean)),
            new(CovarianceName, NDArray.Of<double>(new Shape(features, features), statistics.Covariance.Values)),
        };
        if (statistics.Count is { } count) arrays.Add(new(CountName, NDArray.Of<long>(new Shape(), [count])));
        Npz.Write(path, arrays);
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="FileFormatException">The file is damaged, or its arrays have other names or shapes, or hold NaN or infinities.</exception>
    public static GaussianStatistics Read(string path)
    {
        var file = Npz.Read(path);
        var import = new StrictImport(file, IgnorableArrays.InStatistics);
        var mean = file[MeanName];
        if (mean.Shape.Rank != 1) throw new FileFormatException(path, $"expected '{MeanName}' to have shape (F), found {mean.Shape}");
        var features = mean.Count;
        var covariance = import.Take(CovarianceName, new Shape(features, features)).ToDouble();
        var means = import.Take(MeanName, new Shape(features)).ToDouble();
        long? count = import.Has(CountName) ? import.Take(CountName, new Shape()) is { DType: DType.Int64 } stored ? stored.As<long>()[0] : throw new FileFormatException(path, $"expected '{CountName}' to be a whole number, found {file[CountName].DType}") : null;
        import.End("statistics");
        return new GaussianStatistics(means, new Matrix(features, features, covariance), count);
    }
}
