using System.CommandLine;
using System.Globalization;

namespace SparseGen.Cli.Commands;

/// <summary>Bounds of options that are whole numbers.</summary>
static class Bounds
{
    /// <summary>Makes a number out of the bounds a parse error, whose message states them.</summary>
    public static Option<T> Within<T>(this Option<T> option, long least, long most)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && long.TryParse(token.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && (number < least || number > most))
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name}: expected a number from {least} to {most}, found {token.Value}."));
        });
        return option;
    }
}
