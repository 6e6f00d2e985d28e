using ImageMagick;
using SparseGen.Data;

namespace SparseGen.Tests.Data;

/// <summary>Every kind of picture that can be read gives the colours that were written.</summary>
public class PictureKindTests
{
    const int Width = 24, Height = 16;

    /// <summary>Most that lossy formats change smooth colours by.</summary>
    const int Lossy = 12;

    static readonly byte[] Colours = Pixels((x, y) => (40 + 8 * x, 200 - 10 * y, 30 + 4 * x + 4 * y));
    static readonly byte[] Greys = Pixels((x, y) => (10 * x + y, 10 * x + y, 10 * x + y));
    static readonly byte[] BlackAndWhite = Pixels((x, y) => (x + y) % 3 == 0 ? (255, 255, 255) : (0, 0, 0));
    static readonly byte[] FourColours = Pixels((x, y) => (x / 6 % 2 * 200, y / 8 * 150, 90));

    TemporaryFolder _folder = null!;

    [SetUp]
    public void SetUp() => _folder = new TemporaryFolder();

    [TearDown]
    public void TearDown() => _folder.Dispose();

    [TestCase("a.png", MagickFormat.Png24, 0)]
    [TestCase("a.png", MagickFormat.Png32, 0)]
    [TestCase("a.png", MagickFormat.Png48, 0)]
    [TestCase("a.PNG", MagickFormat.Png, 0)]
    [TestCase("a.bmp", MagickFormat.Bmp, 0)]
    [TestCase("a.bmp", MagickFormat.Bmp3, 0)]
    [TestCase("a.ppm", MagickFormat.Ppm, 0)]
    [TestCase("a.tif", MagickFormat.Tiff, 0)]
    [TestCase("a.tiff", MagickFormat.Tiff64, 0)]
    [TestCase("a.jpg", MagickFormat.Jpeg, Lossy)]
    [TestCase("a.jpeg", MagickFormat.Pjpeg, Lossy)]
    [TestCase("a.webp", MagickFormat.WebP, Lossy)]
    public void Colour_of(string name, MagickFormat format, int tolerance) => AssertRead(Write(name, Colours, format), Colours, tolerance);

    [TestCase("a.png", MagickFormat.Png)]
    [TestCase("a.pgm", MagickFormat.Pgm)]
    [TestCase("a.tif", MagickFormat.Tiff)]
    [TestCase("a.bmp", MagickFormat.Bmp)]
    public void Grey_of(string name, MagickFormat format) => AssertRead(Write(name, Greys, format, image => image.ColorType = ColorType.Grayscale), Greys);

    [Test]
    public void Grey_of_a_jpg() => AssertRead(Write("a.jpg", Greys, MagickFormat.Jpeg, image => image.ColorType = ColorType.Grayscale), Greys, Lossy);

    [TestCase("a.png", MagickFormat.Png8)]
    [TestCase("a.tif", MagickFormat.Tiff)]
    [TestCase("a.bmp", MagickFormat.Bmp)]
    public void A_palette_of(string name, MagickFormat format) => AssertRead(Write(name, FourColours, format, image => image.ColorType = ColorType.Palette), FourColours);

    [TestCase("a.png", MagickFormat.Png)]
    [TestCase("a.tif", MagickFormat.Tiff)]
    [TestCase("a.bmp", MagickFormat.Bmp)]
    public void One_bit_of(string name, MagickFormat format)
    {
        var path = Write(name, BlackAndWhite, format, image =>
        {
            image.ColorType = ColorType.Bilevel;
            image.Depth = 1;
        });
        AssertRead(path, BlackAndWhite);
    }

    [TestCase("a.png", MagickFormat.Png32)]
    [TestCase("a.tif", MagickFormat.Tiff)]
    [TestCase("a.webp", MagickFormat.WebP)]
    public void Transparency_is_dropped_of(string name, MagickFormat format)
    {
        var path = Write(name, FourColours, format, image =>
        {
            image.HasAlpha = true;
            image.Evaluate(Channels.Alpha, EvaluateOperator.Set, new Percentage(50));
            image.Settings.SetDefine(MagickFormat.WebP, "lossless", true);
        });
        AssertRead(path, FourColours);
    }

    /// <summary>Written by hand: 16-bit samples whose high bytes are the colours.</summary>
    [TestCase("a.ppm", "P6", 3)]
    [TestCase("a.pgm", "P5", 1)]
    public void Sixteen_bits_of(string name, string magic, int channels)
    {
        var pixels = channels == 3 ? Colours : Greys;
        byte[] head = [.. System.Text.Encoding.ASCII.GetBytes($"{magic}\n{Width} {Height}\n65535\n")];
        var samples = pixels.Where((_, i) => channels == 3 || i % 3 == 0).SelectMany(value => new[] { value, value });
        AssertRead(_folder.File(name, [.. head, .. samples]), pixels);
    }

    [TestCase("a.tif", MagickFormat.Tiff, 0)]
    [TestCase("a.jpg", MagickFormat.Jpeg, Lossy)]
    public void CMYK_without_a_profile_is_what_it_was_made_from(string name, MagickFormat format, int tolerance)
    {
        // C = 255 − R and so on, K = 0; and the same with some of the ink as black: both are (255 − C)(255 − K) / 255.
        var inks = new byte[Width * Height * 4];
        var expected = new byte[Width * Height * 3];
        for (var i = 0; i < Width * Height; i++)
        {
            var black = i % Width < Width / 2 ? 0 : 102;
            inks[4 * i + 3] = (byte)black;
            for (var c = 0; c < 3; c++)
            {
                inks[4 * i + c] = (byte)(255 - Colours[3 * i + c]);
                expected[3 * i + c] = (byte)Math.Round(Colours[3 * i + c] * (255 - black) / 255.0);
            }
        }
        using var image = new MagickImage();
        image.ReadPixels(inks, new PixelReadSettings(Width, Height, StorageType.Char, PixelMapping.CMYK));
        image.ColorSpace = ColorSpace.CMYK;
        AssertRead(_folder.File(name, Encode(image, format)), expected, tolerance);
        using var written = new MagickImage(_folder.File(name));
        Assert.That((written.ColorSpace, written.HasProfile("icc")), Is.EqualTo((ColorSpace.CMYK, false)), "what was tested");
    }

    [Test]
    public void CMYK_with_a_profile_is_converted_by_it()
    {
        var path = Write("a.tif", Colours, MagickFormat.Tiff, image => image.TransformColorSpace(ColorProfiles.SRGB, ColorProfiles.USWebCoatedSWOP));
        using var written = new MagickImage(path);
        Assert.That((written.ColorSpace, written.HasProfile("icc")), Is.EqualTo((ColorSpace.CMYK, true)), "what is tested");
        // Not all of these colours can be printed, so that the way back is not exact; the plain formula is off by 60 and more.
        var read = ImageFile.Read(path).Pixels;
        Assert.That(read.Zip(Colours, (a, b) => Math.Abs(a - b)).Average(), Is.LessThan(8));
    }

    /// <summary>EXIF 2.32, table "Orientation": where the first row and the first column of what is stored are seen.</summary>
    [TestCase(1, 0, 1)]
    [TestCase(2, 1, 0)]
    [TestCase(3, 3, 2)]
    [TestCase(4, 2, 3)]
    [TestCase(5, 0, 2)]
    [TestCase(6, 2, 0)]
    [TestCase(7, 3, 1)]
    [TestCase(8, 1, 3)]
    public void Data_sets_turn_pictures_as_EXIF_says_and_metrics_do_not(int orientation, int topLeft, int topRight)
    {
        // Quarters of four brightnesses: 0 and 1 above, 2 and 3 below, as stored.
        var stored = Pixels((x, y) => Grey(60 * (x / (Width / 2) + 2 * (y / (Height / 2)))));
        var jpeg = File.ReadAllBytes(Write("one.jpg", stored, MagickFormat.Jpeg));
        for (var i = 0; i < 10; i++) _folder.File($"set/{i}.jpg", [.. jpeg[..2], .. Exif((byte)orientation), .. jpeg[2..]]);
        var set = new DataFolder(null, new PictureSets { Cache = _folder.File("cache") }).Load(_folder.File("set"));
        Assert.That((Quarter(set.Train, 0, 0), Quarter(set.Train, 0, 1)), Is.EqualTo((topLeft, topRight)));

        var measured = ImageFolder.Read(ImageFolder.Files(_folder.File("set"))).Single();
        Assert.That((measured.Width, Quarter(measured, 0, 0), Quarter(measured, 0, 1)), Is.EqualTo((Width, 0, 1)));
    }

    /// <summary>A segment APP1 of a JPEG: a little-endian TIFF directory of one entry, the tag 0x0112 as a 16-bit number.</summary>
    static byte[] Exif(byte orientation) =>
        [0xFF, 0xE1, 0, 34, .. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0];

    static int Quarter(ImageSet images, int row, int column) =>
        (int)Math.Round(images.Image(0)[images.Height * (1 + 2 * row) / 4 * images.Width + images.Width * (1 + 2 * column) / 4] / 60.0);

    static void AssertRead(string path, byte[] expected, int tolerance = 0)
    {
        var picture = ImageFile.Read(path);
        Assert.That((picture.Width, picture.Height, picture.Channels), Is.EqualTo((Width, Height, 3)));
        Assert.That(picture.Pixels.Zip(expected, (a, b) => Math.Abs(a - b)).Max(), Is.LessThanOrEqualTo(tolerance));
    }

    string Write(string name, byte[] pixels, MagickFormat format, Action<MagickImage>? change = null)
    {
        using var image = new MagickImage(pixels, new PixelReadSettings(Width, Height, StorageType.Char, PixelMapping.RGB));
        change?.Invoke(image);
        return _folder.File(name, Encode(image, format));
    }

    static byte[] Encode(MagickImage image, MagickFormat format)
    {
        image.Quality = 98;
        return image.ToByteArray(format);
    }

    static (int R, int G, int B) Grey(int value) => (value, value, value);

    static byte[] Pixels(Func<int, int, (int R, int G, int B)> colour)
    {
        var bytes = new byte[Width * Height * 3];
        for (var i = 0; i < Width * Height; i++)
        {
            var (r, g, b) = colour(i % Width, i / Width);
            (bytes[3 * i], bytes[3 * i + 1], bytes[3 * i + 2]) = ((byte)r, (byte)g, (byte)b);
        }
        return bytes;
    }
}
