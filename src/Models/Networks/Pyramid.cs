namespace SparseGen.Models;

/// <summary>How networks halve square images down to a smallest map of 4 to 7 rows, or double that up to them: 32 = 4·2³, 28 = 7·2².</summary>
readonly record struct Pyramid
{
    const int FewestRows = 4, MostRows = 7;

    /// <exception cref="ArgumentException">The image is not (C, H, H) with H = 4, 5, 6 or 7 times 2, 4, 8, ….</exception>
    public Pyramid(in Shape image)
    {
        var (size, halvings) = (image.Rank == 3 && image[1] == image[2] ? image[1] : 0, 0);
        while (size % 2 == 0 && size / 2 >= FewestRows) (size, halvings) = (size / 2, halvings + 1);
        if (halvings == 0 || size > MostRows)
            throw new ArgumentException($"An image is (C, H, H) with H = 4, 5, 6 or 7 times 2, 4, 8, …, such as 28, 32 or 64, not {image}.", nameof(image));
        (Image, Smallest, Halvings) = (image, size, halvings);
    }

    /// <summary>(C, H, H)</summary>
    public Shape Image { get; }

    public int Colours => Image[0];

    /// <summary>Rows and columns of the smallest map.</summary>
    public int Smallest { get; }

    /// <summary>How often the image is halved.</summary>
    public int Halvings { get; }

    /// <summary>The channels of some maps, the smallest first, halved from one to the next but at least 1: (512, 256, 128).</summary>
    /// <param name="widest">of the smallest map</param>
    /// <param name="count">of maps</param>
    /// <param name="narrowing">what all are divided by</param>
    public static int[] Channels(int widest, int count, int narrowing)
    {
        var channels = new int[count];
        for (var i = 0; i < count; i++) channels[i] = Narrowing.Of(widest >> i, narrowing);
        return channels;
    }
}
