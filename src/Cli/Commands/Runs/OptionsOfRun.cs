using System.CommandLine;
using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using SparseGen.Experiments;

namespace SparseGen.Cli.Commands;

/// <summary>An option of the command line for each property of <see cref="RunOptions"/> that has a description: "--learning-rate" for LearningRate.</summary>
sealed class OptionsOfRun
{
    readonly List<(PropertyInfo Property, Option<string?> Option)> _options = [];

    public OptionsOfRun()
    {
        foreach (var property in typeof(RunOptions).GetProperties())
            if (property.GetCustomAttribute<DescriptionAttribute>() is { } description)
                _options.Add((property, OptionOf(property, description.Description)));
    }

    public void AddTo(Command command)
    {
        foreach (var (_, option) in _options) command.Add(option);
    }

    public RunOptions Read(ParseResult parsed, string experiment)
    {
        var options = new RunOptions { Experiment = experiment };
        foreach (var (property, option) in _options)
            if (Text(parsed, property, option) is { } text) property.SetValue(options, Parse(property, text));
        return options;
    }

    /// <summary>The text of an option; "true" for a flag without a value; null if it is not given.</summary>
    static string? Text(ParseResult parsed, PropertyInfo property, Option<string?> option) =>
        parsed.GetValue(option) ?? (TypeOf(property) == typeof(bool) && parsed.GetResult(option) is { Implicit: false } ? "true" : null);

    static Option<string?> OptionOf(PropertyInfo property, string description)
    {
        var type = TypeOf(property);
        var standard = property.GetValue(new RunOptions());
        var option = new Option<string?>("--" + CanonicalText.Name(property.Name))
        {
            Description = standard is null ? description : $"{description} [default: {CanonicalText.Name(Convert.ToString(standard, CultureInfo.InvariantCulture)!)}]",
            HelpName = type.IsEnum ? string.Join('|', Enum.GetNames(type).Select(CanonicalText.Name)) : type == typeof(string) ? "text" : type == typeof(bool) ? "true|false" : "number",
        };
        if (type == typeof(bool)) option.Arity = ArgumentArity.ZeroOrOne;
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count != 1) return;
            try
            {
                Parse(property, result.Tokens[0].Value);
            }
            catch (FormatException failure)
            {
                result.AddError(failure.Message);
            }
        });
        return option;
    }

    /// <exception cref="FormatException">The text is not of the property's type.</exception>
    static object Parse(PropertyInfo property, string text)
    {
        var type = TypeOf(property);
        var culture = CultureInfo.InvariantCulture;
        object? value =
            type == typeof(string) ? text
            : type.IsEnum ? Enum.GetNames(type).FirstOrDefault(name => CanonicalText.Name(name) == text) is { } name ? Enum.Parse(type, name) : null
            : type == typeof(bool) ? bool.TryParse(text, out var flag) ? flag : null
            : type == typeof(int) ? int.TryParse(text, NumberStyles.AllowLeadingSign, culture, out var whole) ? whole : null
            : type == typeof(ulong) ? ulong.TryParse(text, NumberStyles.None, culture, out var large) ? large : null
            : type == typeof(double) ? double.TryParse(text, NumberStyles.Float, culture, out var real) ? real : null
            : throw new NotSupportedException($"Options of type {type.Name} cannot be parsed.");
        return value ?? throw new FormatException($"--{CanonicalText.Name(property.Name)}: expected {Expected(type)}, found '{text}'.{(type.IsEnum ? Suggestion.For(text, Enum.GetNames(type).Select(CanonicalText.Name)) : "")}");
    }

    static string Expected(Type type) =>
        type.IsEnum ? string.Join(", ", Enum.GetNames(type).Select(CanonicalText.Name))
        : type == typeof(bool) ? "true or false"
        : type == typeof(double) ? "a number"
        : type == typeof(ulong) ? "a whole number from 0 on"
        : "a whole number";

    static Type TypeOf(PropertyInfo property) => Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
}
