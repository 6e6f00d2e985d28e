namespace SparseGen.Data;

/// <summary>Label counts, and mean and standard deviation of each channel, of a set of images.</summary>
/// <param name="LabelCounts">the number of images of each class</param>
/// <param name="Means">the mean of each channel, where 255 is 1</param>
/// <param name="Deviations">the standard deviation of each channel's pixels, where 255 is 1</param>
public sealed record ImageStatistics(IReadOnlyList<int> LabelCounts, IReadOnlyList<double> Means, IReadOnlyList<double> Deviations)
{
    public static ImageStatistics Of(ImageSet images)
    {
        var counts = new int[images.Classes];
        foreach (var label in images.Labels) counts[label]++;
        var means = new double[images.Channels];
        var deviations = new double[images.Channels];
        var area = images.Height * images.Width;
        for (var channel = 0; channel < images.Channels; channel++)
        {
            long sum = 0, squares = 0;
            for (var i = 0; i < images.Count; i++)
                foreach (var pixel in images.Image(i).Slice(channel * area, area))
                {
                    sum += pixel;
                    squares += pixel * pixel;
                }
            var pixels = (double)images.Count * area;
            var mean = sum / pixels;
            means[channel] = mean / 255;
            deviations[channel] = Math.Sqrt(Math.Max(0, squares / pixels - mean * mean)) / 255;
        }
        return new(counts, means, deviations);
    }
}
