using System.Net;
using Countersign.Domain.Notifications;
using Microsoft.Extensions.Options;

namespace Countersign.Silo.Notifications;

/// <summary>Webhooks, section <c>Webhooks</c>.</summary>
public sealed class WebhookOptions
{
    public const string Section = "Webhooks";

    /// <summary>Whether addresses on this machine are taken, also over plain HTTP: for trying things out. Default false.</summary>
    public bool AllowLoopback { get; set; }

    /// <summary>Private networks that messages may go to all the same, as CIDR (<c>10.1.0.0/16</c>); none by default, 100 at most.</summary>
    public string[] AllowedNetworks { get; set; } = [];

    /// <summary>How often it is looked for what there is to send, milliseconds. Default 1,000; 10 to 60,000.</summary>
    public int PollMilliseconds { get; set; } = 1_000;

    /// <summary>How long a receiver has to answer, seconds. Default 10; 1 to 60.</summary>
    public int TimeoutSeconds { get; set; } = 10;

    /// <summary>Webhooks of a tenant. Default 20; 1 to 1,000.</summary>
    public int PerTenantMax { get; set; } = WebhookRules.Default.WebhooksMax;

    /// <summary>Messages of a tenant that are sent at one time. Default 8; 1 to 100.</summary>
    public int InFlightMax { get; set; } = WebhookRules.Default.InFlightMax;

    /// <summary>Messages of a webhook that wait. Default 10,000; 100 to 1,000,000. More become dead letters at once.</summary>
    public int WaitingMax { get; set; } = WebhookRules.Default.WaitingMax;

    /// <summary>How long a webhook may fail before it is disabled, days. Default 5; 1 to 60.</summary>
    public int DisableAfterDays { get; set; } = 5;

    /// <summary>Days that a dead letter is kept. Default 30; 1 to 365.</summary>
    public int DeadLetterDays { get; set; } = 30;

    internal WebhookRules Rules() => WebhookRules.Default with
    {
        WebhooksMax = PerTenantMax, LoopbackAllowed = AllowLoopback, InFlightMax = InFlightMax, WaitingMax = WaitingMax,
        DisableAfter = TimeSpan.FromDays(DisableAfterDays), DeadKept = TimeSpan.FromDays(DeadLetterDays),
    };
}

/// <summary>Finds every wrong setting at start, each with its key.</summary>
internal sealed class WebhookOptionsValidator : IValidateOptions<WebhookOptions>
{
    private const int NetworksMax = 100;

    public ValidateOptionsResult Validate(string? name, WebhookOptions options)
    {
        var errors = new List<string>();
        Between("PollMilliseconds", options.PollMilliseconds, 10, 60_000);
        Between("TimeoutSeconds", options.TimeoutSeconds, 1, 60);
        Between("PerTenantMax", options.PerTenantMax, 1, 1_000);
        Between("InFlightMax", options.InFlightMax, 1, 100);
        Between("WaitingMax", options.WaitingMax, 100, 1_000_000);
        Between("DisableAfterDays", options.DisableAfterDays, 1, 60);
        Between("DeadLetterDays", options.DeadLetterDays, 1, 365);
        if (options.AllowedNetworks.Length > NetworksMax || options.AllowedNetworks.Any(n => !IPNetwork.TryParse(n, out _)))
        {
            errors.Add($"{WebhookOptions.Section}:AllowedNetworks: at most {NetworksMax} networks such as 10.1.0.0/16 are right.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Between(string key, int value, int min, int max)
        {
            if (value < min || value > max)
            {
                errors.Add(FormattableString.Invariant($"{WebhookOptions.Section}:{key} is {value}: {min} to {max} is right."));
            }
        }
    }
}
