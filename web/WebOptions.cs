using Microsoft.Extensions.Options;

namespace Countersign.Web;

/// <summary>The pages' settings, section <c>Web</c>.</summary>
public sealed class WebOptions
{
    public const string Section = "Web";

    /// <summary>Where the API answers, such as <c>https://api.example</c>. Absent: the address that this process listens on.</summary>
    public string? ApiAddress { get; set; }

    /// <summary>How many signed-in sessions are kept in memory. Default 10,000; 10 to 1,000,000.</summary>
    public int SessionsMax { get; set; } = 10_000;
}

internal sealed class WebOptionsValidator : IValidateOptions<WebOptions>
{
    public ValidateOptionsResult Validate(string? name, WebOptions options)
    {
        var errors = new List<string>();
        if (options.ApiAddress is { } address
            && !(Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)))
        {
            errors.Add($"Web:ApiAddress: '{address}' is not an http or https address.");
        }

        if (options.SessionsMax is < 10 or > 1_000_000)
        {
            errors.Add($"Web:SessionsMax: {options.SessionsMax} is not within 10 to 1000000.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
