using Countersign.Grains.Notifications;
using Microsoft.Extensions.Options;

namespace Countersign.Silo.Notifications;

/// <summary>Adds what webhooks need to a host.</summary>
internal static class WebhookServices
{
    public static IServiceCollection AddWebhooks(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<WebhookOptions>()
            .Bind(configuration.GetSection(WebhookOptions.Section), binder => binder.ErrorOnUnknownConfiguration = true).ValidateOnStart();
        services.AddSingleton<IValidateOptions<WebhookOptions>, WebhookOptionsValidator>();
        services.AddSingleton(s => s.GetRequiredService<IOptions<WebhookOptions>>().Value.Rules());
        services.AddSingleton<IJitter, SystemJitter>().AddSingleton<IWebhookOutbox, WebhookOutbox>();
        return services.AddSingleton<IWebhookSender, WebhookSender>();
    }

    private sealed class SystemJitter : IJitter
    {
        public double Next() => Random.Shared.NextDouble();
    }
}
