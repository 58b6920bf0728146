using System.Globalization;
using Microsoft.Extensions.Options;

namespace Countersign.Api;

/// <summary>Finds every wrong setting at start, each with its key.</summary>
internal sealed class ApiOptionsValidator : IValidateOptions<ApiOptions>
{
    public ValidateOptionsResult Validate(string? name, ApiOptions options)
    {
        var errors = new List<string>();
        Between(errors, "BodyBytesMax", options.BodyBytesMax, 1_024, 1_048_576);
        Between(errors, "RetryAfterSeconds", options.RetryAfterSeconds, 1, 3_600);
        Text(errors, "Tokens:Issuer", options.Tokens.Issuer);
        Text(errors, "Tokens:Audience", options.Tokens.Audience);
        Between(errors, "Tokens:AccessMinutes", options.Tokens.AccessMinutes, 1, 60);
        Between(errors, "Tokens:RefreshHours", options.Tokens.RefreshHours, 1, 2_160);
        Between(errors, "Tokens:ClockSkewSeconds", options.Tokens.ClockSkewSeconds, 0, 300);
        Between(errors, "Tokens:StrongMinutes", options.Tokens.StrongMinutes, 1, 1_440);
        Between(errors, "Tokens:StandingSeconds", options.Tokens.StandingSeconds, 0, 60);
        Between(errors, "Tokens:InvitationHours", options.Tokens.InvitationHours, 1, 720);
        Between(errors, "Tokens:PasswordResetMinutes", options.Tokens.PasswordResetMinutes, 5, 1_440);
        Between(errors, "Passwords:Iterations", options.Passwords.Iterations, 1_000, 10_000_000);
        Between(errors, "Passwords:RefusalMillisecondsMin", options.Passwords.RefusalMillisecondsMin, 0, 10_000);
        Between(errors, "Passwords:ConcurrentChecksMax", options.Passwords.ConcurrentChecksMax, 1, 64);
        Between(errors, "RateLimits:SignInPerMinute", options.RateLimits.SignInPerMinute, 1, 100_000);
        Text(errors, "Passkeys:Domain", options.Passkeys.Domain);
        Between(errors, "Passkeys:CeremonyMinutes", options.Passkeys.CeremonyMinutes, 1, 30);
        Between(errors, "RateLimits:KeyChecksPerMinute", options.RateLimits.KeyChecksPerMinute, 1, 1_000_000);
        Between(errors, "RateLimits:RequestsPerSecond", options.RateLimits.RequestsPerSecond, 1, 1_000_000);
        Between(errors, "RateLimits:RequestBurst", options.RateLimits.RequestBurst, 1, 1_000_000);
        Between(errors, "RateLimits:SignInPerLoginPerMinute", options.RateLimits.SignInPerLoginPerMinute, 1, 100_000);
        Between(errors, "RateLimits:PartitionsMax", options.RateLimits.PartitionsMax, 100, 10_000_000);
        Between(errors, "Shedding:WaitMillisecondsMax", options.Shedding.WaitMillisecondsMax, 10, 60_000);
        Between(errors, "Shedding:RequestsMin", options.Shedding.RequestsMin, 1, 100_000);
        Between(errors, "Shedding:RequestsMax", options.Shedding.RequestsMax, options.Shedding.RequestsMin, 100_000);
        Between(errors, "Shedding:RetryAfterSeconds", options.Shedding.RetryAfterSeconds, 1, 3_600);
        Between(errors, "Live:HeartbeatSeconds", options.Live.HeartbeatSeconds, 1, 300);
        Between(errors, "Live:ClientQueueMax", options.Live.ClientQueueMax, 10, 100_000);
        Between(errors, "Live:ClientsMax", options.Live.ClientsMax, 1, 100_000);
        Between(errors, "Live:QuotesPerSecond", options.Live.QuotesPerSecond, 1, 100);
        Between(errors, "Live:KeptEvents", options.Live.KeptEvents, 1, 100_000);
        Between(errors, "Live:KeptSeconds", options.Live.KeptSeconds, 0, 86_400);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void Between(List<string> errors, string key, int value, int min, int max)
    {
        if (value < min || value > max)
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"{ApiOptions.Section}:{key} is {value}: {min} to {max} is right."));
        }
    }

    private static void Text(List<string> errors, string key, string? value)
    {
        if (string.IsNullOrWhiteSpace(value) || value.Length > 200)
        {
            errors.Add($"{ApiOptions.Section}:{key} has {value?.Length ?? 0} characters: 1 to 200 that are not all blank are right.");
        }
    }
}
