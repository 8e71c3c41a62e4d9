SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#api",
  deepLinking: true,
  // the default one asks a host on the internet
  validatorUrl: null,
});
