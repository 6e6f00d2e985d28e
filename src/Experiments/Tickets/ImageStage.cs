using SparseGen.Data;

namespace SparseGen.Experiments;

/// <summary>Writes pictures of what the networks of one subject and seed generate or reconstruct, each next to the file of its weights.</summary>
/// <param name="drawing">the networks whose images are kept; null: none</param>
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
