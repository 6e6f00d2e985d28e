namespace SparseGen.Experiments.Report;

/// <summary>The part of a report about one subject.</summary>
sealed class SubjectSection(StudyOutline study, SubjectResults results, string folder, Html html)
{
    readonly SubjectOutline _outline = results.Subject;

    public void Write()
    {
        html.Heading(2, _outline.Name);
        foreach (var divergence in results.Divergences)
            html.Paragraph($"{divergence.Curve}, seed {divergence.Seed}, round {divergence.Round}, sparsity {Html.Percent(divergence.Sparsity)}: diverged at step {divergence.Step}: {divergence.How}. It is in no mean.", "remark");
        foreach (var one in results.NotTrained) html.Paragraph($"{one.Curve}, seed {one.Seed}, round {one.Round}: not trained, since {one.Reason}.", "remark");
        if (results.Metrics.All(metric => metric.Unpruned.Count == 0))
        {
            html.Paragraph("Nothing has been measured yet.");
            return;
        }
        foreach (var section in _outline.Sections ?? SectionOutline.OverRounds) Write(section);
    }

    void Write(SectionOutline section)
    {
        switch (section)
        {
            case CurvesOutline: WriteCurves(); break;
            case TableOutline table: new TableSection(results, table, html).Write(); break;
            case ScatterOutline scatter: new ScatterSection(results, scatter, html).Write(); break;
            case AgainstOutline against: new AgainstSection(results, against, html).Write(); break;
            case ScansOutline: new ScansSection(results, html).Write(); break;
            case ImagesOutline: new ImageStrips(study, results, folder, html).Write(); break;
            case TimeOutline: new TimeSection(results, html).Write(); break;
            case LayersOutline: new LayerSection(results, html).Write(); break;
            default: throw new RunException($"This build draws no section {section.GetType().Name}.");
        }
    }

    void WriteCurves()
    {
        foreach (var metric in results.Metrics)
        {
            if (results.Metrics.Count > 1) html.Heading(3, Capitalised(metric.Metric.Title));
            new MetricSection(results, metric, html).Write();
        }
    }

    static string Capitalised(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}
