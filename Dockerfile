FROM node:24.21.0-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY deploy/bundle.ts deploy/
COPY src src
RUN npm run build

FROM node:24.21.0-slim
WORKDIR /app
ENV NODE_ENV=production DATA_DIR=/data XDG_CACHE_HOME=/app/cache
RUN install --directory --owner=node --group=node --mode=700 /data /app/cache
COPY --from=build /build/dist ./
USER node
# Leaves compiled code behind for the first start.
RUN SLACK_BOT_TOKEN=xoxb-0 SLACK_SIGNING_SECRET=00000000000000000000000000000000 node main.mjs help
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
  CMD ["node", "--eval", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/readyz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "main.mjs"]
