namespace SparseGen.Models;

/// <summary>The sizes of the maps between a square image and a smallest map of 4 to 7 rows, each half as large as the one before: 32 = 4·2³, 28 = 7·2².</summary>
readonly record struct Pyramid
{
    const int MinRows = 4, MaxRows = 7;

    /// <exception cref="ArgumentException">The image is not (C, H, H) with H = 4, 5, 6 or 7 times 2, 4, 8, ….</exception>
    public Pyramid(in Shape image)
    {
        var (size, halvings) = (image.Rank == 3 && image[1] == image[2] ? image[1] : 0, 0);
        while (size % 2 == 0 && size / 2 >= MinRows) (size, halvings) = (size / 2, halvings + 1);
        if (halvings == 0 || size > MaxRows)
            throw new ArgumentException($"An image is (C, H, H) with H = 4, 5, 6 or 7 times 2, 4, 8, …, such as 28, 32 or 64, not {image}.", nameof(image));
        (Image, Smallest, Halvings) = (image, size, halvings);
    }

    /// <summary>(C, H, H)</summary>
    public Shape Image { get; }

    public int Colours => Image[0];

    /// <summary>Rows and columns of the smallest map.</summary>
    public int Smallest { get; }

    /// <summary>The number of halvings from the image to the smallest map.</summary>
    public int Halvings { get; }

    /// <summary>The channels of the maps from the smallest on, each with half as many as the one before but at least 1: (512, 256, 128).</summary>
    /// <param name="widest">channels of the smallest map, before narrowing</param>
    /// <param name="count">number of maps</param>
    /// <param name="narrowing">divisor of all channels</param>
    public static int[] Channels(int widest, int count, int narrowing)
    {
        var channels = new int[count];
        for (var i = 0; i < count; i++) channels[i] = Narrowing.Of(widest >> i, narrowing);
        return channels;
    }
}
