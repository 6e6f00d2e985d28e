using SparseGen.Data;

namespace SparseGen.Experiments;

/// <summary>Draws what the networks of one subject and seed generate or reconstruct, each beside its weights.</summary>
/// <param name="subject">whose networks</param>
/// <param name="drawing">of which networks; null: of none</param>
sealed class ImageStage(SubjectRun subject, Drawing? drawing)
{
    public void DrawOriginals()
    {
        if (drawing is not null) DrawOnce(subject.Paths.Originals, () => ModelImages.Originals(subject.Model, subject.Setup.HeldOut, drawing.Images));
    }

    public void DrawUnpruned()
    {
        if (drawing is not null) Draw(subject.Paths.Unpruned, Drawing.Unpruned);
    }

    public void DrawTicket(Curve curve, int round)
    {
        if (drawing?.Includes(round, subject.Setup.Settings) == true) Draw(subject.Output(curve, round), drawing.Images);
    }

    void Draw(string output, int images) => DrawOnce(RunPaths.ImageOf(output), () =>
    {
        subject.Load(output);
        return ModelImages.Of(subject.Model, subject.Setup.HeldOut, subject.Seed, images);
    });

    static void DrawOnce(string path, Func<Picture> draw)
    {
        if (!File.Exists(path)) Png.Write(path, draw());
    }
}
