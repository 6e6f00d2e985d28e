using SparseGen.Data;

namespace SparseGen.Tests.Data;

public class FittedImagesTests
{
    [Test]
    public void Images_of_the_right_size_are_left_as_they_are()
    {
        var images = Glyphs.Split(3, 1, seed: 7).Train;
        Assert.That(FittedImages.Of(images, 1, 28, 28), Is.SameAs(images));
    }

    [Test]
    public void A_reduction_is_the_mean_of_what_it_covers()
    {
        // Stripes of one pixel, 0 and 200: no pixel of a half as wide image is one of them.
        var stripes = new ImageSet("stripes", 1, 8, 40, 1, Enumerable.Range(0, 8 * 40).Select(i => (byte)(i % 2 * 200)).ToArray(), new byte[1]);
        var small = FittedImages.Of(stripes, 1, 4, 20);
        Assert.That((small.Height, small.Width), Is.EqualTo((4, 20)));
        Assert.That(small.Pixels.ToArray().Where((_, i) => i % 20 is > 0 and < 19), Has.All.InRange(95, 105));
    }

    [Test]
    public void Whole_images_are_resized_and_channels_stay_apart()
    {
        // Left half red, right half blue, twice as wide as high.
        var pixels = new byte[3 * 10 * 20];
        for (var i = 0; i < 200; i++) pixels[(i % 20 < 10 ? 0 : 2) * 200 + i] = 240;
        var square = FittedImages.Of(new ImageSet("halves", 3, 10, 20, 1, pixels, new byte[1]), 3, 10, 10);
        byte Pixel(int channel, int x) => square.Image(0)[(channel * 10 + 5) * 10 + x];
        Assert.That((Pixel(0, 1), Pixel(1, 1), Pixel(2, 1)), Is.EqualTo(((byte)240, (byte)0, (byte)0)));
        Assert.That((Pixel(0, 8), Pixel(1, 8), Pixel(2, 8)), Is.EqualTo(((byte)0, (byte)0, (byte)240)));
    }

    [Test]
    public void Colour_becomes_grey_by_luminance_and_grey_becomes_colour()
    {
        var grey = FittedImages.Of(new ImageSet("colours", 3, 1, 3, 1, new byte[] { 255, 0, 0, 0, 255, 0, 0, 0, 255 }, new byte[1]), 1, 1, 3);
        Assert.That(grey.Pixels.ToArray(), Is.EqualTo(new byte[] { 76, 150, 29 }), "0.299, 0.587 and 0.114 of 255");
        Assert.That(FittedImages.Of(grey, 3, 1, 3).Pixels.ToArray(), Is.EqualTo(new byte[] { 76, 150, 29, 76, 150, 29, 76, 150, 29 }));
    }

    [Test]
    public void The_form_of_a_data_set_is_that_of_its_images([Values("glyphs", "glyphs-color")] string name) => Check(name, new DataFolder(null).Load(name));

    [Test]
    public void The_form_of_a_published_set_is_that_of_its_images([Values("mnist", "cifar10")] string name) => Check(name, RealData.Load(name));

    [Test]
    public void Every_data_set_has_a_form()
    {
        foreach (var name in DataFolder.Names) Assert.That(ImageForm.Of(name).Image.Count, Is.GreaterThan(0), name);
    }

    static void Check(string name, DataSet data)
    {
        var (form, images) = (ImageForm.Of(name), data.Test);
        Assert.That((form.Image, form.Classes), Is.EqualTo((new Shape(images.Channels, images.Height, images.Width), images.Classes)));
    }
}
